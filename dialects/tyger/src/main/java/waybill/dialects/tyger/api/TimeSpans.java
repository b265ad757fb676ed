package waybill.dialects.tyger.api;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as .NET writes them, {@code [D.]HH:MM[:SS]} or whole days. */
final class TimeSpans {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,7})\\.)?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?");

  private static final Pattern DAYS = Pattern.compile("\\d{1,7}");

  private TimeSpans() {}

  static Optional<Duration> parse(String text) {
    if (DAYS.matcher(text).matches()) {
      return Optional.of(Duration.ofDays(Long.parseLong(text)));
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long hours = number(parts.group(2));
    long minutes = number(parts.group(3));
    long seconds = number(parts.group(4));
    return hours > 23 || minutes > 59 || seconds > 59
        ? Optional.empty()
        : Optional.of(
            Duration.ofDays(number(parts.group(1)))
                .plusHours(hours)
                .plusMinutes(minutes)
                .plusSeconds(seconds));
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
