package waybill.dialects.bacalhau.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import waybill.engine.TaskWatcher;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.store.Journal;
import waybill.model.task.StandardStream;

/** Passes what a task writes on to the journal, and keeps the end of its errors. */
class TaskOutput implements TaskWatcher {
  private static final int KEPT = 4096;

  private final Journal journal;
  private final long run;
  private final String path;
  private byte[] last = {};

  TaskOutput(Journal journal, long run, String path) {
    this.journal = journal;
    this.run = run;
    this.path = path;
  }

  @Override
  public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
    byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
    journal.record(run, path, new OutputWritten(stream, piece));
    if (stream == StandardStream.STDERR) {
      keep(piece);
    }
  }

  private synchronized void keep(byte[] piece) {
    int fromPiece = Math.min(piece.length, KEPT);
    int fromLast = Math.min(last.length, KEPT - fromPiece);
    byte[] joined = Arrays.copyOfRange(last, last.length - fromLast, last.length + fromPiece);
    System.arraycopy(piece, piece.length - fromPiece, joined, fromLast, fromPiece);
    last = joined;
  }

  /** What came last on standard error. */
  synchronized String lastErrors() {
    return new String(last, StandardCharsets.UTF_8);
  }
}
