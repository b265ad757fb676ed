package waybill.dialects.tyger.command;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as Go writes them: {@code 1h30m}, {@code 1.5h}, {@code 90s}. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|ms|s|m|h)");

  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "ns", new BigDecimal("1e-9"),
          "us", new BigDecimal("1e-6"),
          "µs", new BigDecimal("1e-6"),
          "ms", new BigDecimal("1e-3"),
          "s", BigDecimal.ONE,
          "m", new BigDecimal(60),
          "h", new BigDecimal(3600));

  private static final BigDecimal NANOS = new BigDecimal("1e9");

  private GoDuration() {}

  /** Whole seconds of it, without the rest. */
  static int seconds(String text) {
    return (int) of(text).toSeconds();
  }

  /** To the nanosecond. */
  static Duration of(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.lookingAt()) {
      BigDecimal unit = SECONDS.getOrDefault(part.group(2), BigDecimal.ZERO);
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
      part.region(end, text.length());
    }
    if (end == 0 || end < text.length() || sum.compareTo(new BigDecimal(Integer.MAX_VALUE)) > 0) {
      throw Verb.wrong("`" + text + "` is no span of time; write it like 1h30m or 90s");
    }
    return Duration.ofNanos(sum.multiply(NANOS).longValue());
  }
}
