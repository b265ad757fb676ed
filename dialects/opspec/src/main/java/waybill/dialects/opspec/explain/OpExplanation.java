package waybill.dialects.opspec.explain;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import waybill.dialects.opspec.explain.ExplainedCall.Fact;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.dialects.opspec.written.WrittenParameter;

/**
 * An op's parameters and the tree of its calls and of those of the ops it calls, with everything as
 * it was written: what references stand for is known only while the op runs.
 */
public final class OpExplanation {
  private static final String SECRET = "(secret)";

  private final WrittenOp op;
  private final Optional<ExplainedCall> run;

  public OpExplanation(LoadedOp op) {
    this.op = op.op();
    var ops = new OpSource(_ -> {}); // warnings are for whoever validates
    ops.add(op);
    this.run = new CallExplainer(ops).explain(op);
  }

  /**
   * For people, in lines.
   *
   * @param unicode whether lines may be drawn with other characters than ASCII's
   */
  public String text(boolean unicode) {
    StringBuilder text = new StringBuilder("op ").append(op.name()).append('\n');
    parameters(text, "inputs", op.inputs());
    parameters(text, "outputs", op.outputs());
    if (run.isEmpty()) {
      return text.append("run\n  nothing\n").toString();
    }
    text.append("run\n");
    new CallTree(text, unicode).add(run.get());
    return text.toString();
  }

  private static void parameters(
      StringBuilder text, String title, List<WrittenParameter> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    text.append(title).append('\n');
    for (WrittenParameter parameter : parameters) {
      text.append("  ").append(parameter.name()).append("  ").append(parameter.type().word());
      defaultText(parameter).ifPresent(value -> text.append(" = ").append(value));
      text.append(parameter.secret() ? "  secret" : "").append('\n');
    }
  }

  private static Optional<String> defaultText(WrittenParameter parameter) {
    return parameter
        .defaultValue()
        .map(value -> parameter.secret() ? SECRET : Expression.text(value));
  }

  /** For programs: adds properties to an object that was begun. */
  public void write(JsonGenerator json) {
    json.writeStringProperty("op", op.name());
    write(json, "inputs", op.inputs());
    write(json, "outputs", op.outputs());
    if (run.isPresent()) {
      json.writeName("run");
      write(json, run.get());
    }
  }

  private static void write(JsonGenerator json, String title, List<WrittenParameter> parameters) {
    json.writeArrayPropertyStart(title);
    for (WrittenParameter parameter : parameters) {
      json.writeStartObject();
      json.writeStringProperty("name", parameter.name());
      json.writeStringProperty("type", parameter.type().word());
      json.writeBooleanProperty("secret", parameter.secret());
      defaultText(parameter).ifPresent(value -> json.writeStringProperty("default", value));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, ExplainedCall call) {
    json.writeStartObject();
    json.writeStringProperty("kind", call.kind());
    if (!call.title().isEmpty()) {
      json.writeStringProperty("title", call.title());
    }
    json.writeNumberProperty("line", call.line());
    for (Fact fact : call.facts()) {
      json.writeArrayPropertyStart(fact.key());
      fact.values().forEach(json::writeString);
      json.writeEndArray();
    }
    if (!call.calls().isEmpty()) {
      json.writeArrayPropertyStart("calls");
      call.calls().forEach(child -> write(json, child));
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
