package waybill.dialects.opspec.show;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import waybill.model.document.Document;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;

/**
 * What the event of a call's start says of it beyond kind and label. Whatever is missing or of
 * another form, as in the journal of a newer version, is empty.
 *
 * @param id 32 hexadecimal digits
 * @param op the folder of the op that the call stands in
 * @param place {@code FILE:LINE:COLUMN} of the call
 * @param count of a loop's iterations
 */
record CallDetail(
    String id,
    String op,
    String place,
    String ref,
    String image,
    List<String> command,
    OptionalLong count) {
  private static final JsonFactory JSON = new JsonFactory();

  static final CallDetail NONE =
      new CallDetail("", "", "", "", "", List.of(), OptionalLong.empty());

  CallDetail {
    command = List.copyOf(command);
  }

  /** Not by way of a tree: this is read for each of ten thousand calls. */
  static CallDetail of(String json) {
    if (json.equals("{}")) {
      return NONE;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      var fields = new Fields();
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          fields.take(parser.currentName(), parser);
        }
      }
      return fields.detail();
    } catch (JacksonException foreign) {
      // Something else wrote it: what we do not understand we do not show.
      return NONE;
    }
  }

  /** The fields as they come. */
  private static final class Fields {
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> command = new ArrayList<>();
    private OptionalLong count = OptionalLong.empty();

    /** Reads the value of a field to its end. */
    void take(String name, JsonParser parser) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getString());
      } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("count")) {
        count = OptionalLong.of(parser.getLongValue());
      } else if (token == JsonToken.START_ARRAY && name.equals("cmd")) {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
          command.add(parser.getString());
        }
      } else {
        parser.skipChildren();
      }
    }

    CallDetail detail() {
      return new CallDetail(
          text("id"), text("op"), text("place"), text("ref"), text("image"), command, count);
    }

    private String text(String name) {
      return texts.getOrDefault(name, "");
    }
  }

  /** The object of a detail; empty where it is not one. */
  static Optional<SpecObject> object(String json) {
    if (json.equals("{}")) {
      return Optional.empty();
    }
    try {
      Document document = new JsonReader().read("detail", json.getBytes(StandardCharsets.UTF_8));
      return document.root() instanceof SpecObject object ? Optional.of(object) : Optional.empty();
    } catch (ProblemsException foreign) {
      // Something else wrote it: what we do not understand we do not show.
      return Optional.empty();
    }
  }

  static List<String> texts(SpecObject object, String key) {
    var texts = new ArrayList<String>();
    if (object.member(key).map(SpecObject.Member::value).orElse(object)
        instanceof SpecArray array) {
      for (var element : array.elements()) {
        texts.add(element instanceof SpecScalar scalar ? scalar.written() : "…");
      }
    }
    return texts;
  }

  /** The first digits of the id: enough to tell the calls of one screen apart. */
  String shortId() {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }
}
