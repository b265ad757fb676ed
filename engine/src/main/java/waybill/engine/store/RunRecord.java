package waybill.engine.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import waybill.engine.event.Event.Ending;

/**
 * What is known of a run without its events.
 *
 * @param number from the journal's own counter
 * @param directory of the caller
 * @param ended and how; empty while it runs
 */
public record RunRecord(
    long number,
    String kind,
    String name,
    String nativeId,
    Path directory,
    Instant started,
    Optional<End> ended) {

  /** The end of a run. */
  public record End(Instant at, Ending ending) {}
}
