package waybill.engine.event;

import java.time.Instant;
import waybill.model.task.Outcome;
import waybill.model.task.StandardStream;
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
    SLOT,
    /** Too little processor time is left, or what is left is kept for a task before it. */
    CPU,
    /** The same of memory. */
    MEMORY,
    /** The same of what tasks may write. */
    DISK,
    /** The same of graphics processors. */
    GPU
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

  /**
   * The submission was taken; always its first event.
   *
   * @param kind of what was submitted, one word
   * @param name what its author calls it
   * @param nativeId the id by which the language's own tool knows it
   */
  public record SubmissionStarted(String kind, String name, String nativeId) implements Fact {}

  /** The submission is over and nothing of it runs any more; always its last event. */
  public record SubmissionEnded(Ending ending) implements Fact {}

  /**
   * A node of the submission's tree that is no task has begun, or a task with more to say than the
   * engine knows.
   *
   * @param kind of node, one word of the language
   * @param label what people call it
   * @param detail a JSON object of the language's own, for its own tool and for {@code show}
   */
  public record GroupStarted(String kind, String label, String detail) implements Fact {}

  /**
   * The node is over.
   *
   * @param detail a JSON object of the language's own; {@code {}} for nothing
   */
  public record GroupEnded(Ending ending, String detail) implements Fact {}

  /** Something the language wants people to read while it happens; one line. */
  public record Remark(String text) implements Fact {}

  /** A piece of what the program of an attempt wrote, in order per stream. */
  public static final class OutputWritten implements Fact {
    private final StandardStream stream;
    private final byte[] bytes;

    /**
     * A piece of output.
     *
     * @param bytes not to be changed any more
     */
    public OutputWritten(StandardStream stream, byte[] bytes) {
      this.stream = stream;
      this.bytes = bytes;
    }

    public StandardStream stream() {
      return stream;
    }

    /** Not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

  /** How a submission or one of its nodes ended. */
  public sealed interface Ending {
    record Succeeded() implements Ending {}

    /**
     * With what went wrong.
     *
     * @param message the root cause, once, in the language's words
     */
    record Failed(String message) implements Ending {}

    /** Ended before it was over, and no failure for that. */
    record Killed(Outcome.Canceller by) implements Ending {}

    /**
     * Never begun, because its author's condition did not hold.
     *
     * @param reason which one
     */
    record Skipped(String reason) implements Ending {}
  }
}
