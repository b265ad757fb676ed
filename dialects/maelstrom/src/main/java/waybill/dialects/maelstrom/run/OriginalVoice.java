package waybill.dialects.maelstrom.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import waybill.cli.Exit;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.engine.Captured;
import waybill.engine.TaskResult;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode.Actor;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/**
 * Speaks as {@code maelstrom-run} does: all of a job's standard output, then all of its standard
 * error, then its status line, with nothing of another job in between.
 */
public final class OriginalVoice implements Voice {
  private static final Exit BAD = new Exit.Status(1);

  private final PrintStream out;
  private final PrintStream err;
  private final boolean stream;
  private final Optional<ShownPreparations> shown;
  private boolean silenced;
  private Exit first = Exit.OK;

  /**
   * A voice for one run.
   *
   * @param jobs whether there may be several, whose lines need their number
   * @param shown what stands below all that is written, if anything
   */
  public OriginalVoice(
      StreamRun.Jobs jobs, PrintStream out, PrintStream err, Optional<ShownPreparations> shown) {
    this.shown = shown;
    this.out = out;
    this.err = err;
    this.stream = jobs == StreamRun.Jobs.ALL;
  }

  @Override
  public synchronized void jobEnded(long number, Task task, TaskResult result) throws IOException {
    JobEnd end = stream ? JobEnd.inStream(result.outcome()) : JobEnd.alone(result.outcome());
    ended(end.exit());
    if (silenced) {
      return;
    }
    if (shown.isEmpty()) {
      write(number, task, result, end);
      return;
    }
    try {
      shown.get().above(() -> written(number, task, result, end));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether the last thing that was written ended its line. */
  private boolean written(long number, Task task, TaskResult result, JobEnd end) {
    try {
      return write(number, task, result, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean write(long number, Task task, TaskResult result, JobEnd end) throws IOException {
    String prefix = stream ? "job " + number + ": " : "";
    boolean kept = task.streams() instanceof Streams.Captured; // else it was seen already
    result.stdout().writeTo(out);
    // Flushes, and is how a print stream tells that its reader is gone or its disk is full.
    if (out.checkError()) {
      throw new IOException("standard output cannot be written");
    }
    tellLoss(prefix, "stdout", kept, result.stdout());
    result.stderr().writeTo(err);
    tellLoss(prefix, "stderr", kept, result.stderr());
    result.captureFailure().ifPresent(failure -> line(prefix + failure.message()));
    end.status().ifPresent(status -> line(prefix + status));
    err.flush();
    // What a job wrote may end in the middle of a line, and is not looked at for that alone.
    return end.status().isPresent() || (result.stdout().size() == 0 && result.stderr().size() == 0);
  }

  @Override
  public synchronized void unprepared(Failure failure) {
    ended(BAD);
    if (!silenced) {
      error((stream ? "remote error: " : "Error: ") + "Client process error:\n", text(failure));
    }
  }

  /** The first job that does not end well decides how the command ends. */
  private void ended(Exit exit) {
    if (first instanceof Exit.Status(int code) && code == 0) {
      first = exit;
    }
  }

  @Override
  public synchronized void silence() {
    silenced = true;
  }

  @Override
  public Exit stopped(SpecTextException mistake) {
    return error("Error: ", String.valueOf(mistake.getMessage()));
  }

  @Override
  public Exit stopped(Failure failure) {
    return error("Error: ", text(failure));
  }

  /** Old texts stand alone; where the machine is at fault there is none, and help is welcome. */
  private static String text(Failure failure) {
    boolean authors = failure.code().actor() == Actor.AUTHOR;
    return authors || failure.help().isEmpty()
        ? failure.message()
        : failure.message() + "\nhelp: " + failure.help().get();
  }

  @Override
  public Exit noJob() {
    return error("Error: ", "no job specification provided");
  }

  @Override
  public synchronized Exit finished() {
    return first;
  }

  private synchronized Exit error(String before, String message) {
    if (shown.isEmpty()) {
      line(before + message);
      err.flush();
      return BAD;
    }
    shown
        .get()
        .above(
            () -> {
              line(before + message);
              err.flush();
              return true;
            });
    return BAD;
  }

  private void tellLoss(String prefix, String name, boolean kept, Captured captured) {
    if (kept && captured.lostBytes() > 0) {
      line(prefix + name + " truncated, " + captured.lostBytes() + " bytes lost");
    }
  }

  private void line(String text) {
    err.print(text + "\n");
  }
}
