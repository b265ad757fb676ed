package waybill.dialects.bacalhau.written;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.model.document.SpecString;

/** What a task's quantities mean. */
final class ResourcesBuilder {
  static final long DEFAULT_CPU_MILLIS = 500;
  static final long DEFAULT_MEMORY_BYTES = 512_000_000;

  private static final BigDecimal LEAST_CPU = new BigDecimal("0.1");
  private static final BigDecimal MOST_CPU = new BigDecimal(128);
  private static final long LEAST_MEMORY = 1_000_000;
  private static final long LEAST_DISK = 10_000_000;

  /** An exabyte. */
  private static final BigDecimal MOST_BYTES = new BigDecimal("1e18");

  /** No number that anybody means is longer; converting one takes the square of its length. */
  private static final int MOST_DIGITS = 30;

  private static final String CPU_RULE = "CPU is a decimal number from 0.1 to 128.0";
  private static final String SIZE_RULE = "a size is a number and B, KB, MB, GB or TB";

  private final Part resources;

  ResourcesBuilder(Part resources) {
    this.resources = resources;
  }

  Resources resources() {
    return new Resources(
        resources.text("CPU").map(this::millis).orElse(DEFAULT_CPU_MILLIS),
        resources
            .text("Memory")
            .map(given -> bytes("memory", given, LEAST_MEMORY, "1MB"))
            .orElse(DEFAULT_MEMORY_BYTES),
        resources
            .text("Disk")
            .map(given -> OptionalLong.of(bytes("disk", given, LEAST_DISK, "10MB")))
            .orElse(OptionalLong.empty()),
        resources.text("GPU").map(this::gpus).orElse(0),
        resources.text("CPU").isEmpty() && resources.text("Memory").isEmpty());
  }

  private long millis(SpecString given) {
    String text = given.value().strip();
    boolean milli = text.endsWith("m");
    Optional<BigDecimal> number = number(milli ? text.substring(0, text.length() - 1) : text);
    Optional<BigDecimal> cpu = number.map(n -> milli ? n.movePointLeft(3) : n);
    if (cpu.isEmpty() || cpu.get().signum() <= 0 || cpu.get().compareTo(MOST_CPU) > 0) {
      resources.add(JobProblems.quantity("CPU", given.value(), CPU_RULE, given.span()));
      return DEFAULT_CPU_MILLIS;
    }
    if (milli || cpu.get().compareTo(LEAST_CPU) < 0 || text.length() != given.value().length()) {
      resources.add(JobProblems.oddQuantity("CPU", given.value(), CPU_RULE, given.span()));
    }
    return cpu.get().movePointRight(3).setScale(0, RoundingMode.UP).longValueExact();
  }

  private int gpus(SpecString given) {
    String text = given.value().strip();
    boolean whole = !text.isEmpty() && text.length() <= 6;
    for (int i = 0; i < text.length(); i++) {
      whole &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!whole) {
      resources.add(
          JobProblems.quantity("GPU", given.value(), "GPU is a whole number", given.span()));
      return 0;
    }
    return Integer.parseInt(text);
  }

  private long bytes(String name, SpecString given, long least, String range) {
    String text = given.value().strip();
    int digits = 0;
    while (digits < text.length() && isOfNumber(text.charAt(digits))) {
      digits++;
    }
    String unit = text.substring(digits).strip();
    Optional<BigDecimal> number = number(text.substring(0, digits));
    Optional<BigDecimal> bytes = number.flatMap(n -> factor(unit).map(n::multiply));
    if (bytes.isEmpty() || bytes.get().signum() < 0 || bytes.get().compareTo(MOST_BYTES) > 0) {
      resources.add(JobProblems.quantity(name, given.value(), SIZE_RULE, given.span()));
      return least;
    }
    long whole = bytes.get().setScale(0, RoundingMode.UP).longValueExact();
    if (whole < least) {
      String why = "it is " + range + " or more";
      resources.add(JobProblems.quantity(name, given.value(), why, given.span()));
      return least;
    }
    if (!isProper(unit) || given.value().length() != digits + unit.length()) {
      String read = SIZE_RULE + "; read as " + Amounts.exactBytes(whole);
      resources.add(JobProblems.oddQuantity(name, given.value(), read, given.span()));
    }
    return whole;
  }

  private static boolean isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
  }

  private static boolean isProper(String unit) {
    return switch (unit) {
      case "B", "KB", "MB", "GB", "TB" -> true;
      default -> false; // others are known, or told already
    };
  }

  /** Also binary units, and those that leave the B out. */
  private static Optional<BigDecimal> factor(String unit) {
    String lower = unit.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.equals("b")) {
      return Optional.of(BigDecimal.ONE);
    }
    int power = "kmgt".indexOf(lower.charAt(0)) + 1;
    return switch (power == 0 ? "" : lower.substring(1)) {
      case "b" -> Optional.of(BigDecimal.valueOf(1000).pow(power));
      case "i", "ib" -> Optional.of(BigDecimal.valueOf(1024).pow(power));
      default ->
          // a single letter, or no unit at all
          lower.length() == 1 && power > 0
              ? Optional.of(BigDecimal.valueOf(1000).pow(power))
              : Optional.empty();
    };
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.isEmpty() || text.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isOfNumber(text.charAt(i))) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException twoPoints) {
      return Optional.empty();
    }
  }
}
