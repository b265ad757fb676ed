package waybill.dialects.tyger.written;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes objects of JSON on one line; what is absent or empty is left out. */
final class JsonText {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private final JsonGenerator json;

  private JsonText(JsonGenerator json) {
    this.json = json;
  }

  static String object(Consumer<JsonText> content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      content.accept(new JsonText(json));
      json.writeEndObject();
    }
    return text.toString();
  }

  /** An object within, even if there is nothing in it. */
  void object(String key, Consumer<JsonText> content) {
    json.writeObjectPropertyStart(key);
    content.accept(this);
    json.writeEndObject();
  }

  void text(String key, String value) {
    json.writeStringProperty(key, value);
  }

  void text(String key, Optional<String> value) {
    value.ifPresent(text -> text(key, text));
  }

  void time(String key, Optional<Instant> value) {
    value.ifPresent(time -> text(key, time.toString()));
  }

  void number(String key, long value) {
    json.writeNumberProperty(key, value);
  }

  void number(String key, OptionalInt value) {
    value.ifPresent(number -> number(key, number));
  }

  void flag(String key, boolean value) {
    if (value) {
      json.writeBooleanProperty(key, true);
    }
  }

  void texts(String key, List<String> values) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(key);
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  <T> void objects(String key, List<T> values, Consumer<T> content) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(key);
      for (T value : values) {
        json.writeStartObject();
        content.accept(value);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  void texts(String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      object(key, _ -> values.forEach(this::text));
    }
  }

  void numbers(String key, Map<String, Integer> values) {
    if (!values.isEmpty()) {
      object(key, _ -> values.forEach(this::number));
    }
  }
}
