package waybill.dialects.maelstrom.run;

import java.io.IOException;
import java.io.PrintStream;
import waybill.cli.Exit;
import waybill.engine.Captured;
import waybill.engine.TaskResult;

/**
 * Prints the results of jobs: all of a job's standard output, then all of its standard error, then
 * its status line, with nothing of another job in between. For any thread.
 */
final class ResultPrinter {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean stream;
  private boolean silenced;

  /**
   * @param stream whether there may be several jobs, whose lines need their number
   */
  ResultPrinter(PrintStream out, PrintStream err, boolean stream) {
    this.out = out;
    this.err = err;
    this.stream = stream;
  }

  /**
   * Prints what a job wrote and how it ended.
   *
   * @return what it means for the exit status
   * @throws IOException when what was captured cannot be read, or standard output not written
   */
  synchronized Exit print(long number, TaskResult result) throws IOException {
    JobEnd end = stream ? JobEnd.inStream(result.outcome()) : JobEnd.alone(result.outcome());
    if (silenced) {
      return end.exit();
    }
    String prefix = stream ? "job " + number + ": " : "";
    result.stdout().writeTo(out);
    // Flushes, and is how a print stream tells that its reader is gone or its disk is full.
    if (out.checkError()) {
      throw new IOException("standard output cannot be written");
    }
    tellLoss(prefix, "stdout", result.stdout());
    result.stderr().writeTo(err);
    tellLoss(prefix, "stderr", result.stderr());
    result.captureFailure().ifPresent(failure -> line(prefix + failure.message()));
    end.status().ifPresent(status -> line(prefix + status));
    err.flush();
    return end.exit();
  }

  /** From here on nothing is printed any more. */
  synchronized void silence() {
    silenced = true;
  }

  private void tellLoss(String prefix, String name, Captured captured) {
    if (captured.lostBytes() > 0) {
      line(prefix + name + " truncated, " + captured.lostBytes() + " bytes lost");
    }
  }

  private void line(String text) {
    err.print(text + "\n");
  }
}
