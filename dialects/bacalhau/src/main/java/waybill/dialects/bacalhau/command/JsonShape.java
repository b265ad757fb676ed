package waybill.dialects.bacalhau.command;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.written.JobJson;
import waybill.model.document.SpecValue;
import waybill.model.reader.JsonReader;

/** Makes JSON, and takes it apart again where it is to be shown otherwise. */
final class JsonShape {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonShape() {}

  /** A JSON value on one line. */
  static String text(Consumer<JsonGenerator> content) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      content.accept(json);
    }
    return text.toString();
  }

  /** What one of ours says. */
  static SpecValue parse(String json) {
    return new JsonReader().read("answer", json.getBytes(StandardCharsets.UTF_8)).root();
  }

  /** A job for eyes: secrets are stars. */
  static SpecValue of(JobSpec spec) {
    return parse(text(json -> JobJson.value(json, JobJson.shown(spec))));
  }
}
