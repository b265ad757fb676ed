package waybill.engine.testing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Tasks whose program is a word that {@link FakeBackend} understands. */
public final class FakePrograms {
  private FakePrograms() {}

  /** Ends at once. */
  public static Task exits(int code) {
    return task("exit", Integer.toString(code));
  }

  /** Ends at once by a signal. */
  public static Task dies(int signal) {
    return task("die", Integer.toString(signal));
  }

  /** Writes and ends. */
  public static Task prints(String stdout, String stderr) {
    return task("print", stdout, stderr);
  }

  /** Writes so many bytes to standard output, counting from 0 to 255 again and again, and ends. */
  public static Task fills(long bytes) {
    return task("fill", Long.toString(bytes));
  }

  /** Writes {@code ready} and a line feed, and runs until it is ended. */
  public static Task hangs() {
    return task("hang");
  }

  /** Like {@link #hangs}, but no kill ends it, only the closing of the backend. */
  public static Task survivesKills() {
    return task("survive");
  }

  /** Like {@link #hangs}, but its backend knows it only after {@link FakeBackend#letIn}. */
  public static Task comesLate() {
    return task("late");
  }

  /**
   * On a terminal of 80 columns and 24 rows: reads up to a line feed, writes {@code got} and what
   * it read, and ends.
   */
  public static Task reads() {
    return with(new Streams.Terminal(80, 24), task("read"));
  }

  /** Is not there. */
  public static Task missing() {
    return task("missing");
  }

  /** Makes the backend fail with an exception that has this cause. */
  public static Task breaksTheBackend(String cause) {
    return task("break", cause);
  }

  /** The same task with a timeout. */
  public static Task within(Duration timeout, Task task) {
    return new Task(
        task.root(),
        task.ids(),
        task.program(),
        task.mounts(),
        task.network(),
        task.limits(),
        Optional.of(timeout),
        task.streams());
  }

  /** The same task with other streams. */
  public static Task with(Streams streams, Task task) {
    return new Task(
        task.root(),
        task.ids(),
        task.program(),
        task.mounts(),
        task.network(),
        task.limits(),
        task.timeout(),
        streams);
  }

  private static Task task(String word, String... arguments) {
    return new Task(
        new Root(
            List.of(new Layer.Stored("sha256:" + "0".repeat(64), Ids.SINGLE)),
            Root.Access.READ_ONLY),
        Ids.SINGLE,
        new Program(word, List.of(arguments), new LinkedHashMap<>(), "/", 0, 0),
        List.of(),
        Network.DISABLED,
        Limits.NONE,
        Optional.empty(),
        new Streams.Captured(1 << 20));
  }
}
