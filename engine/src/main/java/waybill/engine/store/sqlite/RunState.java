package waybill.engine.store.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.RunIntake;
import waybill.engine.store.RunIntake.Admitted;
import waybill.engine.store.Secrets;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;

/**
 * What the journal knows of a run that is not over: its secrets, and how much its streams have
 * written. Guarded by its lock, but for what the writer tells.
 */
final class RunState {
  /** As much of each stream of each attempt is in the database itself. */
  private static final long IN_DATABASE = 64 << 10;

  final long number;
  final ReentrantLock lock = new ReentrantLock();
  private final RunIntake intake;
  private final long streamLimit;
  private final Map<StreamId, Stretch> streams = new LinkedHashMap<>();
  private final AtomicReference<@Nullable FailureException> lost = new AtomicReference<>();
  private final AtomicReference<@Nullable FailureException> endLost = new AtomicReference<>();
  private int files;
  private boolean over;

  /**
   * A new one.
   *
   * @param files how many files of output an earlier process has made for this run
   */
  RunState(long number, Secrets secrets, long streamLimit, int files) {
    this.number = number;
    this.files = files;
    this.intake = new RunIntake(secrets);
    this.streamLimit = streamLimit;
  }

  private record StreamId(String path, int attempt, StandardStream stream) {}

  /** How far a stream has come. */
  private static final class Stretch {
    long keptBytes;
    long lostBytes;
    @Nullable String file;
    long fileStart;
  }

  String masked(String text) {
    return intake.masked(text);
  }

  /** Marks its end; false when that was so already. */
  boolean end() {
    boolean was = over;
    over = true;
    return !was;
  }

  /** Its end was not written, nor will be. */
  void goesOn() {
    over = false;
  }

  LedgerEntry admit(LedgerEntry entry) {
    return intake.admit(entry);
  }

  boolean isOver() {
    return over;
  }

  /** What has to be written for this, in order. */
  List<Change> changes(String path, int attempt, Fact fact, Instant at) {
    var changes = new ArrayList<Change>();
    for (Admitted admitted : intake.admit(Change.wellFormed(path), attempt, fact)) {
      String where = admitted.path();
      switch (admitted.fact()) {
        case OutputWritten output -> output(changes, where, admitted.attempt(), output, at);
        case AttemptEnded _, TaskEnded _, GroupEnded _ -> {
          tellLost(changes, where, false, at);
          changes.add(new Change.Happening(this, where, attempt, admitted.fact(), at));
        }
        case TaskWaiting _,
            AttemptStarted _,
            SubmissionStarted _,
            SubmissionEnded _,
            GroupStarted _,
            Remark _ ->
            changes.add(new Change.Happening(this, where, attempt, admitted.fact(), at));
      }
    }
    return changes;
  }

  /** What has to be written before the run's end. */
  List<Change> lastChanges(Instant at) {
    var changes = new ArrayList<Change>();
    for (Admitted rest : intake.end()) {
      if (rest.fact() instanceof OutputWritten output) {
        output(changes, rest.path(), rest.attempt(), output, at);
      }
    }
    tellLost(changes, "", true, at);
    return changes;
  }

  private void output(
      List<Change> changes, String path, int attempt, OutputWritten output, Instant at) {
    var stretch =
        streams.computeIfAbsent(new StreamId(path, attempt, output.stream()), id -> new Stretch());
    byte[] bytes = output.bytes();
    int keep = (int) Math.min(bytes.length, streamLimit - stretch.keptBytes);
    stretch.lostBytes += bytes.length - keep;
    for (int done = 0; done < keep; done += Change.Output.PIECE) {
      int length = Math.min(keep - done, Change.Output.PIECE);
      changes.add(
          piece(
              stretch,
              path,
              attempt,
              output.stream(),
              java.util.Arrays.copyOfRange(bytes, done, done + length),
              at));
    }
  }

  private Change piece(
      Stretch stretch, String path, int attempt, StandardStream stream, byte[] bytes, Instant at) {
    long start = stretch.keptBytes;
    stretch.keptBytes += bytes.length;
    if (stretch.file == null && stretch.keptBytes > IN_DATABASE) {
      files++;
      stretch.file = files + "." + stream.name().toLowerCase(Locale.ROOT);
      stretch.fileStart = start;
    }
    return new Change.Output(
        this, path, attempt, stream, bytes, stretch.file, start - stretch.fileStart, at);
  }

  /** Says of the streams that end here what of them was not kept, and forgets them. */
  private void tellLost(List<Change> changes, String path, boolean all, Instant at) {
    streams
        .entrySet()
        .removeIf(
            entry -> {
              StreamId id = entry.getKey();
              boolean ends = all || id.path().equals(path);
              long bytes = entry.getValue().lostBytes;
              if (ends && bytes > 0) {
                changes.add(
                    new Change.Happening(
                        this, id.path(), id.attempt(), new Remark(lost(id, bytes)), at));
              }
              return ends;
            });
  }

  private String lost(StreamId id, long bytes) {
    return "of its "
        + id.stream().name().toLowerCase(Locale.ROOT)
        + ", "
        + bytes
        + " bytes after the first "
        + streamLimit
        + " were not kept";
  }

  /** Something of this run could not be written. Called by the writer's thread. */
  void lostSomething(FailureException why) {
    lost.compareAndSet(null, why);
  }

  /** Its end could not be written. Called by the writer's thread. */
  void lostEnd(FailureException why) {
    lostSomething(why);
    endLost.set(why);
  }

  /** Why nobody will ever read of its end, if that is so. */
  Optional<FailureException> whyEndWasLost() {
    return Optional.ofNullable(endLost.get());
  }

  Optional<FailureException> whatWasLost() {
    return Optional.ofNullable(lost.get());
  }
}
