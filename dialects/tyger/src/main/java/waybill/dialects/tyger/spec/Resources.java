package waybill.dialects.tyger.spec;

import java.util.Optional;

/**
 * What a container needs and may use.
 *
 * @param requests at least
 * @param limits at most
 * @param gpu whole devices
 * @param shm the size of {@code /dev/shm}; 64 MiB when absent
 */
public record Resources(
    Amounts requests, Amounts limits, Optional<Quantity> gpu, Optional<Quantity> shm) {
  public static final Resources NONE =
      new Resources(Amounts.NONE, Amounts.NONE, Optional.empty(), Optional.empty());

  /** Cores and bytes. */
  public record Amounts(Optional<Quantity> cpu, Optional<Quantity> memory) {
    public static final Amounts NONE = new Amounts(Optional.empty(), Optional.empty());
  }
}
