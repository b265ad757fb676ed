package waybill.engine.event;

import java.time.Instant;
import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/**
 * One thing that happened to a task.
 *
 * @param sequence 1 for the first event of an engine, one more for each that follows
 * @param at when, by the wall clock; the order is that of {@code sequence}
 * @param submission what the task belongs to
 * @param taskPath which task of it
 * @param attempt 1 or more; 0 when the event is not about an attempt
 * @param fact what happened
 */
public record Event(
    long sequence, Instant at, String submission, String taskPath, int attempt, Fact fact) {

  /**
   * The version of the form. Facts and components are only added under the same one, and a reader
   * skips a fact it does not know.
   */
  public static final int VERSION = 1;

  /** What can happen. */
  public sealed interface Fact {}

  /**
   * The task cannot start yet. Not told of a task that starts at once.
   *
   * @param reason what it waits for
   * @param since from when on
   */
  public record TaskWaiting(WaitReason reason, Instant since) implements Fact {}

  /** What a task can wait for. */
  public enum WaitReason {
    /** All slots are taken by other tasks. */
    SLOT
  }

  /** The task took a slot and is being brought to its sandbox. */
  public record AttemptStarted() implements Fact {}

  /**
   * The attempt is over and its program gone.
   *
   * @param outcome how, and with it who ended it
   * @param usage of the program and all it started
   * @param phases where the time went
   * @param stdout what it wrote to standard output, as far as it was captured
   * @param stderr the same for standard error
   */
  public record AttemptEnded(
      Outcome outcome, Usage usage, Phases phases, Written stdout, Written stderr)
      implements Fact {}

  /**
   * How much a program wrote to one stream.
   *
   * @param bytes written by the program
   * @param lostBytes how many of them were not kept
   */
  public record Written(long bytes, long lostBytes) {}

  /** The task is over. Comes once for every task, the ones that never had an attempt included. */
  public record TaskEnded(Outcome outcome) implements Fact {}
}
