package waybill.dialects.tyger.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How long something is kept, as it is written: days, and then two digits each for hours, minutes
 * and seconds.
 */
public final class Ttl {
  /** Of .NET's time spans, which the tool's own server reads. */
  private static final long MAX_DAYS = 10_675_198;

  /** Why a text is no time to live. */
  public enum Fault {
    FORMAT("invalid TTL format: '%s'"),
    DAYS("invalid days in TTL format: '%s'"),
    HOURS("invalid hours in TTL format: '%s'"),
    MINUTES("invalid minutes in TTL format: '%s'"),
    SECONDS("invalid seconds in TTL format: '%s'");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /** As users are told. */
    public String of(String ttl) {
      return text.replace("%s", ttl);
    }
  }

  /** What a text turned out to be. */
  public sealed interface Reading {
    /** A time to live. */
    record Right(Duration duration) implements Reading {}

    /** None. */
    record Wrong(Fault fault) implements Reading {}
  }

  private Ttl() {}

  /** Reads {@code D[.HH[:MM[:SS]]]}, blanks around it ignored. */
  public static Reading read(String given) {
    String text = given.strip();
    int point = text.indexOf('.');
    String days = point < 0 ? text : text.substring(0, point);
    String rest = point < 0 ? "" : text.substring(point + 1);
    if (!isDigits(days) || (point >= 0 && !isClock(rest))) {
      return new Reading.Wrong(Fault.FORMAT);
    }
    if (days.length() > 8 || Long.parseLong(days) > MAX_DAYS) {
      return new Reading.Wrong(Fault.DAYS);
    }
    long hours = part(rest, 0);
    long minutes = part(rest, 3);
    long seconds = part(rest, 6);
    if (hours > 23) {
      return new Reading.Wrong(Fault.HOURS);
    }
    if (minutes > 59) {
      return new Reading.Wrong(Fault.MINUTES);
    }
    if (seconds > 59) {
      return new Reading.Wrong(Fault.SECONDS);
    }
    long all = ((Long.parseLong(days) * 24 + hours) * 60 + minutes) * 60 + seconds;
    return new Reading.Right(Duration.ofSeconds(all));
  }

  /** Reads {@code D.HH:MM[:SS]}, as options and files of runs have it. */
  public static Optional<Duration> readOfRun(String text) {
    int point = text.indexOf('.');
    boolean whole = point >= 0 && text.length() - point > 5 && text.equals(text.strip());
    return whole && read(text) instanceof Reading.Right(Duration right)
        ? Optional.of(right)
        : Optional.empty();
  }

  /** Reads what JSON and files have: all of these forms, and {@code HH:MM:SS}. */
  public static Optional<Duration> readWritten(String text) {
    boolean clock = text.length() == 8 && isClock(text);
    return read(clock ? "0." + text : text) instanceof Reading.Right(Duration right)
        ? Optional.of(right)
        : Optional.empty();
  }

  /** As {@code D.HH:MM:SS}. */
  public static String text(Duration ttl) {
    return ttl.toDays() + "." + clock(ttl);
  }

  /** As JSON has it: days only where there are any. */
  public static String json(Duration ttl) {
    return ttl.toDays() == 0 ? clock(ttl) : text(ttl);
  }

  private static String clock(Duration ttl) {
    return two(ttl.toHoursPart()) + ":" + two(ttl.toMinutesPart()) + ":" + two(ttl.toSecondsPart());
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  /** Whether it is {@code HH[:MM[:SS]]}. */
  private static boolean isClock(String text) {
    if (text.length() > 8 || text.length() % 3 != 2) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i % 3 == 2 ? c != ':' : c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  private static long part(String clock, int at) {
    return clock.length() < at + 2 ? 0 : Long.parseLong(clock.substring(at, at + 2));
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
