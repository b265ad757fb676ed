package waybill.dialects.bacalhau.command;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
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

  /** Adds the members of an object to the one that is being written. */
  static void members(JsonGenerator json, SpecValue object) {
    if (object instanceof SpecObject members) {
      for (SpecObject.Member member : members.members()) {
        json.writeName(member.key());
        value(json, member.value());
      }
    }
  }

  private static void value(JsonGenerator json, SpecValue value) {
    switch (value) {
      case SpecObject object -> {
        json.writeStartObject();
        members(json, object);
        json.writeEndObject();
      }
      case SpecArray array -> {
        json.writeStartArray();
        array.elements().forEach(element -> value(json, element));
        json.writeEndArray();
      }
      case SpecString string -> json.writeString(string.value());
      case SpecNumber number -> json.writeNumber(number.text());
      case SpecBoolean bool -> json.writeBoolean(bool.written().equals("true"));
      case SpecNull _ -> json.writeNull();
    }
  }
}
