package waybill.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.EventSink;
import waybill.model.task.Outcome;

/**
 * The memory of submissions. What was recorded is durable soon, and at the latest when {@link
 * #flush} or {@link #end} returns; events of one caller keep their order, and the secrets of a run
 * are masked before anything is written. All methods may be called by any thread.
 *
 * <p>As an {@link EventSink} it takes the engine's events, whose submission is the run's number.
 */
public interface Journal extends EventSink, AutoCloseable {

  /** Remembers a new run, durably, and gives it the next number, from 1 on. */
  long begin(NewRun run);

  /**
   * Adds an event.
   *
   * @param path the node's, parts joined by {@code /}; empty for the run itself
   */
  void record(long run, String path, Fact fact);

  /** Ends a run, durably. Ending it again does nothing. */
  void end(long run, Ending ending);

  /** Returns when everything recorded before is durable. */
  void flush();

  /** Newest first. */
  List<RunRecord> runs(RunQuery query);

  /** The run of that number. */
  Optional<RunRecord> run(long number);

  /**
   * Events in their order.
   *
   * @param after the sequence number of the last one known, 0 for none
   * @param run only of this one, if given
   * @param limit at most so many
   */
  List<Event> events(long after, OptionalLong run, int limit);

  /**
   * Waits until there is an event after that one, and returns whether there is; false when the
   * journal was closed. Fails when the run's end could not be written, so that none will ever come.
   */
  boolean awaitAfter(long sequence, OptionalLong run) throws InterruptedException;

  /**
   * Ends all runs that are still open though nobody here runs them: their process has died.
   *
   * @param spared but for these, which somebody will {@link #resume}
   */
  void endLost(Outcome.Canceller by, Set<Long> spared);

  /**
   * Goes on with a run that an earlier process began and did not end, and remarks how long nobody
   * was there. Does nothing to a run that is live already.
   *
   * @param secrets what must not be stored from now on; secrets themselves are never remembered
   * @return whether the run is live now: not when it is over, or not known
   */
  boolean resume(long run, Secrets secrets);

  /**
   * When the journal was written to for the last time before this process opened it: the last sign
   * of life of the one before. Empty for a new one.
   */
  Optional<Instant> lastSeen();

  /** What the remark of {@link #resume} says. */
  static String gap(Optional<Instant> from, Instant to) {
    return "the agent was down from "
        + from.map(Instant::toString).orElse("some time on")
        + " to "
        + to;
  }

  @Override
  void close();
}
