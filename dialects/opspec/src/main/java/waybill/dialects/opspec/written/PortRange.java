package waybill.dialects.opspec.written;

import java.util.Optional;

/**
 * One port or several in a row.
 *
 * @param protocol as written; empty where none was
 */
public record PortRange(int first, int last, String protocol) {
  private static final int MOST = 65_535;

  /** How many ports it is. */
  public int size() {
    return last - first + 1;
  }

  /** Such as {@code 80}, {@code 80-90}, {@code 80tcp} or {@code 80-90/udp}, if it is one. */
  public static Optional<PortRange> of(String written) {
    int end = 0;
    while (end < written.length() && (isDigit(written.charAt(end)) || written.charAt(end) == '-')) {
      end++;
    }
    String protocol = written.substring(end);
    String ports = written.substring(0, end);
    int dash = ports.indexOf('-');
    int first = port(dash < 0 ? ports : ports.substring(0, dash));
    int last = dash < 0 ? first : port(ports.substring(dash + 1));
    if (first < 1 || last < first || last > MOST) {
      return Optional.empty();
    }
    return Optional.of(
        new PortRange(first, last, protocol.startsWith("/") ? protocol.substring(1) : protocol));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int port(String digits) {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (!isDigit(c)) {
        return 0;
      }
      port = Math.min(port * 10 + (c - '0'), MOST + 1);
    }
    return port;
  }
}
