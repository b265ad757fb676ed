package waybill.dialects.tyger.buffer;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import waybill.dialects.tyger.problem.BufferTexts;

/** What stands in the two blobs that mark where a buffer begins and that it has ended. */
final class Marker {
  /** The form that is written and read. */
  static final String VERSION = "0.3.0";

  static final byte[] START = bytes("{\"version\":\"" + VERSION + "\"}");
  static final byte[] COMPLETE = bytes("{\"status\":\"complete\"}");
  static final byte[] FAILED = bytes("{\"status\":\"failed\"}");

  /** Neither has more than one short field; more is not one of them. */
  static final int MAX_BYTES = 4096;

  private Marker() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Fails where the buffer is in a form that is not known. */
  static void checkStart(BlobAccess.Content start) {
    String version = field(start, "version");
    if (!version.equals(VERSION)) {
      throw BufferTexts.form(
          "the buffer has format version " + version + ", and only " + VERSION + " is known");
    }
  }

  /** Whether a buffer that has ended is complete. */
  static boolean isComplete(BlobAccess.Content end) {
    String status = field(end, "status");
    return switch (status) {
      case "complete" -> true;
      case "failed" -> false;
      default -> // nothing that a writer of this form writes
          throw BufferTexts.form("the buffer ended with the unknown status " + status);
    };
  }

  private static String field(BlobAccess.Content content, String name) {
    try (JsonParser json =
        new JsonFactory()
            .createParser(ObjectReadContext.empty(), content.bytes(), 0, content.length())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String key = json.currentName();
          JsonToken value = json.nextToken();
          // The older program's reader takes its fields in any case, too.
          if (key.equalsIgnoreCase(name) && value == JsonToken.VALUE_STRING) {
            return json.getString();
          }
          json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw BufferTexts.form("a marker of the buffer is not JSON: " + e.getOriginalMessage());
    }
    throw BufferTexts.form("a marker of the buffer has no " + name);
  }
}
