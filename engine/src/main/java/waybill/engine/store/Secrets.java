package waybill.engine.store;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The texts of a run that nobody may see again. For any number of threads.
 *
 * <p>A text of fewer than {@link #SHORTEST} characters is not masked: everything would have stars
 * in it, and it could be guessed from where they are.
 */
public final class Secrets {
  /** Characters that a text must have to be masked. */
  public static final int SHORTEST = 4;

  /** What stands in the place of a secret. */
  static final String MASK = "***";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  // Longest first, so that a secret which is part of another leaves nothing of that one.
  private final Set<String> texts =
      new ConcurrentSkipListSet<>(
          (a, b) -> a.length() != b.length() ? b.length() - a.length() : a.compareTo(b));

  /** Masks this text from now on. */
  public void add(String text) {
    if (text.length() >= SHORTEST) {
      texts.add(text);
    }
  }

  /** The text with stars where secrets are. */
  public String masked(String text) {
    String masked = text;
    for (String secret : texts) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /**
   * The same JSON with stars where secrets are. By its parts: a secret with a quote in it stands
   * there escaped, and stars in the wrong place would make it something that is no JSON. A number
   * with a secret in it becomes a text.
   *
   * @throws JacksonException if it is no JSON
   */
  public String maskedJson(String json) {
    if (isEmpty()) {
      return json;
    }
    var masked = new StringWriter();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json);
        JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), masked)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        copy(token, in, out);
      }
    }
    return masked.toString();
  }

  private void copy(JsonToken token, JsonParser in, JsonGenerator out) {
    switch (token) {
      case PROPERTY_NAME -> out.writeName(masked(in.getString()));
      case VALUE_STRING -> out.writeString(masked(in.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String text = in.getString();
        String shown = masked(text);
        if (shown.equals(text)) {
          out.writeNumber(text);
        } else {
          out.writeString(shown);
        }
      }
      default -> out.copyCurrentEvent(in); // brackets, true, false and null hold no secret
    }
  }

  /** As they stand in a stream of bytes, longest first. */
  List<byte[]> bytes() {
    return texts.stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .sorted((a, b) -> b.length - a.length)
        .toList();
  }

  /** Whether there is nothing to mask. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }
}
