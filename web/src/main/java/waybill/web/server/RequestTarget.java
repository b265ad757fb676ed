package waybill.web.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes a request's target apart. What is malformed fails with {@code IllegalArgumentException}.
 */
final class RequestTarget {
  private RequestTarget() {}

  /** Of {@code /a/b%20c}: a, "b c". A slash at the end makes an empty last one. */
  static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash");
    }
    var segments = new ArrayList<String>();
    if (path.length() == 1) {
      return segments;
    }
    for (int start = 1; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String segment = decode(path.substring(start, end), false);
      if (segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("a path with dots");
      }
      segments.add(segment);
      start = end + 1;
    }
    return segments;
  }

  static List<Map.Entry<String, String>> query(String query) {
    var parameters = new ArrayList<Map.Entry<String, String>>();
    for (int start = 0; start < query.length(); ) {
      int and = query.indexOf('&', start);
      int end = and < 0 ? query.length() : and;
      if (end > start) {
        String one = query.substring(start, end);
        int equals = one.indexOf('=');
        String name = equals < 0 ? one : one.substring(0, equals);
        String value = equals < 0 ? "" : one.substring(equals + 1);
        parameters.add(Map.entry(decode(name, true), decode(value, true)));
      }
      start = end + 1;
    }
    return parameters;
  }

  private static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        if (i + 2 >= encoded.length) {
          throw new IllegalArgumentException("a cut percent code");
        }
        decoded.put((byte) (hex(encoded[i + 1]) << 4 | hex(encoded[i + 2])));
        i += 2;
      } else {
        decoded.put(plusIsSpace && encoded[i] == '+' ? (byte) ' ' : encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("bytes that are no text", e);
    }
  }

  private static int hex(byte digit) {
    int value = Character.digit(digit, 16);
    if (value < 0) {
      throw new IllegalArgumentException("no percent code");
    }
    return value;
  }
}
