package waybill.dialects.tyger.api;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The small JSON texts of the API itself. */
final class JsonTexts {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private JsonTexts() {}

  static String quoted(String text) {
    var json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      generator.writeString(text);
    }
    return json.toString();
  }

  /** An object of texts. */
  static String object(Map<String, String> members) {
    var json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      generator.writeStartObject();
      members.forEach(generator::writeStringProperty);
      generator.writeEndObject();
    }
    return json.toString();
  }

  /**
   * Why something was refused.
   *
   * @param versions of the API that there are; none when that was not the reason
   */
  static String error(String code, String message, List<String> versions) {
    var json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      generator.writeStartObject();
      generator.writeObjectPropertyStart("error");
      generator.writeStringProperty("code", code);
      generator.writeStringProperty("message", message);
      if (!versions.isEmpty()) {
        generator.writeArrayPropertyStart("apiVersions");
        versions.forEach(generator::writeString);
        generator.writeEndArray();
      }
      generator.writeEndObject();
      generator.writeEndObject();
    }
    return json.toString();
  }
}
