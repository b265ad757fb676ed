package waybill.dialects.bacalhau.written;

import java.io.StringWriter;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.document.Source;

/**
 * Jobs as JSON, in the specification's own words and with every default: what is kept, shown and
 * compared. Secrets are written as they are, but by {@link #shown}.
 */
public final class JobJson {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JobJson() {}

  /** On one line, secrets included. */
  public static String write(JobSpec job) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      value(json, tree(job));
    }
    return text.toString();
  }

  /** Such a tree over several lines, ending with a line feed. */
  public static String lines(Map<String, Object> tree) {
    StringWriter text = new StringWriter();
    ObjectWriteContext pretty =
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }
        };
    try (JsonGenerator json = FACTORY.createGenerator(pretty, text)) {
      value(json, tree);
    }
    return text.append('\n').toString();
  }

  /**
   * The job that was written.
   *
   * @throws waybill.model.problem.ProblemsException if it is none
   */
  public static JobSpec read(String json) {
    return JobReader.readOwn(new Source("job.json", json));
  }

  /**
   * As maps, lists, texts, whole numbers (as {@code Long}) and booleans, secrets included; new at
   * each call.
   */
  public static SequencedMap<String, Object> tree(JobSpec job) {
    return new JobTree(false).of(job);
  }

  /** The same for eyes: secrets are stars. */
  public static SequencedMap<String, Object> shown(JobSpec job) {
    return new JobTree(true).of(job);
  }

  /** Writes a value of such a tree. */
  public static void value(JsonGenerator json, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeName(String.valueOf(entry.getKey()));
          value(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          value(json, element);
        }
        json.writeEndArray();
      }
      case Long number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      default -> json.writeString(value.toString()); // there are only texts left
    }
  }
}
