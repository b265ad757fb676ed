package waybill.web.client;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of an answer.
 *
 * @param fields by names in any case; values of one name joined by commas
 */
record Head(int status, boolean keepsAlive, Map<String, String> fields) {
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_FIELDS = 200;
  private static final int MAX_INTERIM = 20;

  /** How the body ends. */
  sealed interface Framing {
    record Length(long bytes) implements Framing {}

    record Chunks() implements Framing {}

    record UntilClosed() implements Framing {}
  }

  /** Reads one; what servers say before it, as {@code 100 Continue}, is passed over. */
  static Head read(Connection connection) throws IOException {
    for (int interim = 0; interim < MAX_INTERIM; interim++) {
      Head head = one(connection, connection.line(MAX_LINE));
      if (head.status >= 200 || head.status == 101) {
        return head;
      }
    }
    throw new IOException("the server sends nothing but interim answers");
  }

  private static Head one(Connection connection, String line) throws IOException {
    boolean modern = line.startsWith("HTTP/1.1 ");
    if ((!modern && !line.startsWith("HTTP/1.0 ")) || line.length() < 12) {
      throw new IOException("what answers does not speak HTTP");
    }
    int status = number(line.substring(9, 12), 10, "status");
    if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new IOException("the answer has no status");
    }
    Map<String, String> fields = fields(connection);
    String persistence = fields.getOrDefault("Connection", "").toLowerCase(Locale.ROOT);
    boolean keepsAlive =
        modern ? !persistence.contains("close") : persistence.contains("keep-alive");
    return new Head(status, keepsAlive, fields);
  }

  /** Of a head, or what comes behind the last chunk. */
  static Map<String, String> fields(Connection connection) throws IOException {
    var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int count = 0; count < MAX_FIELDS; count++) {
      String line = connection.line(MAX_LINE);
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(colon - 1) == ' ') {
        throw new IOException("the answer has a line in its head that is no field");
      }
      String value = line.substring(colon + 1).strip();
      fields.merge(line.substring(0, colon), value, (first, second) -> first + ", " + second);
    }
    throw new IOException("the answer has more than " + MAX_FIELDS + " fields in its head");
  }

  private static int number(String digits, int radix, String what) throws IOException {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      if (digit < 0) {
        throw new IOException("the answer has no " + what);
      }
      number = number * radix + digit;
    }
    return number;
  }

  Framing framing(String method) throws IOException {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new Framing.Length(0);
    }
    String coding = fields.get("Transfer-Encoding");
    String length = fields.get("Content-Length");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked") || length != null) {
        throw new IOException("the answer's body has no clear end");
      }
      return new Framing.Chunks();
    }
    return length == null ? new Framing.UntilClosed() : new Framing.Length(length(length));
  }

  /** Said twice it is no number any more, and rightly refused. */
  private static long length(String written) throws IOException {
    if (written.isEmpty() || written.length() > 18) {
      throw new IOException("the answer's body has no clear length");
    }
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        throw new IOException("the answer's body has no clear length");
      }
    }
    return Long.parseLong(written);
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
