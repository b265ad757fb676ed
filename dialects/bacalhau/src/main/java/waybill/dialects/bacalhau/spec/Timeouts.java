package waybill.dialects.bacalhau.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a task may take. Empty is for ever.
 *
 * @param execution while it runs
 * @param queue while it waits for room
 * @param total since its job was submitted
 */
public record Timeouts(
    Optional<Duration> execution, Optional<Duration> queue, Optional<Duration> total) {

  public static final Timeouts NONE =
      new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
}
