package waybill.dialects.tyger.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.Resources.Amounts;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.failure.Failure;
import waybill.model.task.Limits;

/**
 * What a run is given of the machine: requests are set aside for it, limits hold it.
 *
 * @param sharedMemoryBytes what {@code /dev/shm} takes
 */
record RunRoom(Limits limits, Demand demand, long sharedMemoryBytes) {
  /** What container engines give where nobody says it. */
  private static final long DEFAULT_SHARED_MEMORY = 64L << 20;

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  /**
   * What these resources come to on a machine.
   *
   * @param canLimit whether processors and memory can be limited there
   * @throws Refusal when it has not so much, or they contradict each other
   */
  static RunRoom of(Resources wanted, Capacity capacity, boolean canLimit) {
    Amounts requests = wanted.requests();
    Amounts limits = wanted.limits();
    requireWithin("cpu", requests.cpu(), limits.cpu());
    requireWithin("memory", requests.memory(), limits.memory());
    if (!canLimit) {
      limits.cpu().ifPresent(limit -> refuseLimit("cpu", limit));
      limits.memory().ifPresent(limit -> refuseLimit("memory", limit));
    }
    int gpus = gpus(wanted.gpu());
    var limited =
        new Limits(
            bytes("memory", limits.memory()),
            OptionalLong.empty(),
            millis(limits.cpu()),
            OptionalLong.empty(),
            gpus);
    var demand =
        new Demand(
            demanded(requests.cpu(), limits.cpu(), MILLIS, capacity.cpuMillis()),
            demanded(requests.memory(), limits.memory(), BigDecimal.ONE, capacity.memoryBytes()),
            0,
            gpus);
    Optional<Failure> tooMuch = capacity.refusal(demand);
    if (tooMuch.isPresent()) {
      throw Refusal.invalid("The run can never start here: " + tooMuch.get().message());
    }
    return new RunRoom(limited, demand, shared(wanted.shm(), capacity));
  }

  private static void requireWithin(
      String what, Optional<Quantity> request, Optional<Quantity> limit) {
    if (request.isPresent()
        && limit.isPresent()
        && request.get().value().compareTo(limit.get().value()) > 0) {
      throw Refusal.invalid(
          "The "
              + what
              + " request '"
              + request.get().text()
              + "' is greater than the "
              + what
              + " limit '"
              + limit.get().text()
              + "'");
    }
  }

  private static void refuseLimit(String what, Quantity limit) {
    throw Refusal.invalid(
        "The "
            + what
            + " limit '"
            + limit.text()
            + "' cannot be enforced: you have no control groups of your own here (`waybill doctor`"
            + " says how to get them)");
  }

  /** As schedulers do it: what has a limit and no request asks for its limit, if that can be. */
  private static long demanded(
      Optional<Quantity> request, Optional<Quantity> limit, BigDecimal scale, long capacity) {
    return request.isPresent()
        ? up(request.get(), scale)
        : limit.map(most -> Math.min(up(most, scale), capacity)).orElse(0L);
  }

  private static OptionalLong millis(Optional<Quantity> limit) {
    return limit.isEmpty() ? OptionalLong.empty() : positive("cpu limit", limit.get(), MILLIS);
  }

  private static OptionalLong bytes(String what, Optional<Quantity> limit) {
    return limit.isEmpty()
        ? OptionalLong.empty()
        : positive(what + " limit", limit.get(), BigDecimal.ONE);
  }

  private static OptionalLong positive(String what, Quantity quantity, BigDecimal scale) {
    long value = up(quantity, scale);
    if (value < 1) {
      throw Refusal.invalid(
          "The " + what + " must be greater than 0, and it is '" + quantity.text() + "'");
    }
    return OptionalLong.of(value);
  }

  private static int gpus(Optional<Quantity> wanted) {
    if (wanted.isEmpty()) {
      return 0;
    }
    BigDecimal value = wanted.get().value();
    if (value.signum() < 0
        || value.stripTrailingZeros().scale() > 0
        || value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw Refusal.invalid(
          "GPUs are given as a whole, and '" + wanted.get().text() + "' is no number of them");
    }
    return value.intValueExact();
  }

  private static long shared(Optional<Quantity> wanted, Capacity capacity) {
    if (wanted.isEmpty()) {
      return DEFAULT_SHARED_MEMORY;
    }
    long bytes = positive("shm size", wanted.get(), BigDecimal.ONE).orElseThrow();
    if (bytes > capacity.memoryBytes()) {
      throw Refusal.invalid(
          "The shm size '"
              + wanted.get().text()
              + "' is more than the "
              + capacity.memoryBytes()
              + " bytes of memory that this machine has for tasks");
    }
    return bytes;
  }

  /** Rounded up; the largest number where it is larger. */
  private static long up(Quantity quantity, BigDecimal scale) {
    BigDecimal value = quantity.value().multiply(scale).setScale(0, RoundingMode.CEILING);
    return value.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : value.longValueExact();
  }
}
