package waybill.dialects.opspec.show;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the event of a call's start says of it beyond kind and label. Whatever is missing or of
 * another form, as in the journal of a newer version, is empty.
 *
 * @param id 32 hexadecimal digits
 * @param op the folder of the op that the call stands in
 * @param place {@code FILE:LINE:COLUMN} of the call
 * @param count of a loop's iterations
 * @param plan what the first of a serial's calls will be called
 */
record CallDetail(
    String id,
    String op,
    String place,
    String ref,
    String image,
    List<String> command,
    OptionalLong count,
    List<String> plan) {
  private static final JsonFactory JSON = new JsonFactory();

  static final CallDetail NONE =
      new CallDetail("", "", "", "", "", List.of(), OptionalLong.empty(), List.of());

  CallDetail {
    command = List.copyOf(command);
    plan = List.copyOf(plan);
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
    private final List<String> plan = new ArrayList<>();
    private OptionalLong count = OptionalLong.empty();

    /** Reads the value of a field to its end. */
    void take(String name, JsonParser parser) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getString());
      } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("count")) {
        count = OptionalLong.of(parser.getLongValue());
      } else if (token == JsonToken.START_ARRAY && name.equals("cmd")) {
        strings(parser, command);
      } else if (token == JsonToken.START_ARRAY && name.equals("plan")) {
        strings(parser, plan);
      } else {
        parser.skipChildren();
      }
    }

    private static void strings(JsonParser parser, List<String> to) {
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        to.add(parser.getString());
      }
    }

    CallDetail detail() {
      return new CallDetail(
          text("id"), text("op"), text("place"), text("ref"), text("image"), command, count, plan);
    }

    private String text(String name) {
      return texts.getOrDefault(name, "");
    }
  }

  /** The first digits of the id: enough to tell the calls of one screen apart. */
  String shortId() {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }
}
