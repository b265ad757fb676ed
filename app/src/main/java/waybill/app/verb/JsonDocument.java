package waybill.app.verb;

import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** One JSON object on standard output, as all our verbs write it: with a version, and a line. */
public final class JsonDocument {
  private static final int VERSION = 1;

  private JsonDocument() {}

  /** Writes the object; the content adds its properties. */
  public static void print(PrintStream out, Consumer<JsonGenerator> content) {
    var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("v", VERSION);
      content.accept(json);
      json.writeEndObject();
    }
    out.print("\n");
    out.flush();
  }
}
