package waybill.dialects.tyger.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import waybill.dialects.tyger.spec.Ttl;

/** Times as options have them. */
final class Times {
  private Times() {}

  /** When something ends that is kept so long from now on. */
  static Instant fromNow(String ttl) {
    return Instant.now().plus(duration(ttl));
  }

  /** As the API wants it. */
  static String span(String ttl) {
    return Ttl.json(duration(ttl));
  }

  private static Duration duration(String ttl) {
    return switch (Ttl.read(ttl)) {
      case Ttl.Reading.Right(Duration right) -> right;
      case Ttl.Reading.Wrong(Ttl.Fault fault) -> throw Verb.wrong(fault.of(ttl));
    };
  }

  /** A time as people write it: with an offset, else of this machine's zone; also a day alone. */
  static Instant point(String text) {
    String written = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(written).toInstant();
    } catch (DateTimeParseException withoutOffset) {
      return local(written, ZoneId.systemDefault())
          .orElseThrow(
              () ->
                  Verb.wrong(
                      "`"
                          + text
                          + "` is no time; write it like 2030-01-31T12:00:00"
                          + " or 2030-01-31T12:00:00Z"));
    }
  }

  private static Optional<Instant> local(String written, ZoneId zone) {
    try {
      return Optional.of(
          written.contains("T")
              ? LocalDateTime.parse(written).atZone(zone).toInstant()
              : LocalDate.parse(written).atStartOfDay(zone).toInstant());
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }
}
