package waybill.dialects.tyger;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import waybill.dialects.tyger.written.CodespecJson;
import waybill.dialects.tyger.written.ExpandedCodespec;
import waybill.dialects.tyger.written.JsonLines;
import waybill.dialects.tyger.written.RunJson;
import waybill.dialects.tyger.written.SpecCheck.Checked;
import waybill.dialects.tyger.written.WrittenCodespec;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;

/**
 * A codespec or run as the server would take it, and what its program would be given. The number of
 * the run, and what the image says, are not known.
 */
public final class TygerExplanation {
  private final String key;
  private final String json;
  private final Optional<WrittenCodespec> codespec;

  TygerExplanation(Checked checked) {
    switch (checked) {
      case Checked.Codespec(var given) -> {
        key = "codespec";
        json = CodespecJson.write(given);
        codespec = Optional.of(given);
      }
      case Checked.Run(var run) -> {
        key = "run";
        json = RunJson.write(run);
        codespec =
            run.job()
                .codespec()
                .flatMap(
                    ref ->
                        ref instanceof WrittenRef.Inline(WrittenCodespec inline)
                            ? Optional.of(inline)
                            : Optional.empty());
      }
    }
  }

  /** For people: JSON over several lines, then variables and words, each on a line. */
  public String text() {
    StringBuilder text = new StringBuilder(JsonLines.of(json, "")).append('\n');
    if (codespec.isEmpty()) {
      return text.toString();
    }
    text.append("\nvariables (")
        .append(ExpandedCodespec.RUN)
        .append(" is the number of the run):\n");
    var expanded = ExpandedCodespec.of(codespec.get());
    expanded.environment().forEach((name, value) -> line(text, name + "=" + value));
    List<String> words = expanded.words();
    if (words.isEmpty()) {
      return text.append("program: the image's entrypoint and command\n").toString();
    }
    text.append(
        codespec.get().command().isEmpty() ? "the image's entrypoint, with:\n" : "program:\n");
    words.forEach(word -> line(text, word));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line.replace("\n", "\n    ")).append('\n');
  }

  /** For programs: adds properties to an object that was begun. */
  public void write(JsonGenerator out) {
    out.writeName(key);
    out.writeRawValue(json);
    if (codespec.isPresent()) {
      var expanded = ExpandedCodespec.of(codespec.get());
      out.writeObjectPropertyStart("environment");
      expanded.environment().forEach(out::writeStringProperty);
      out.writeEndObject();
      out.writeArrayPropertyStart("words");
      expanded.words().forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
