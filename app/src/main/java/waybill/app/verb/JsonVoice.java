package waybill.app.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.run.Voice;
import waybill.engine.Captured;
import waybill.engine.TaskResult;
import waybill.engine.event.ResultJson;
import waybill.model.failure.Failure;
import waybill.model.task.Task;

/**
 * Speaks to programs: one JSON document on standard output, {@code {"v":1,"jobs":[…]}}, with a job
 * as soon as it is over, so that memory does not grow with their number. What goes wrong with the
 * run as a whole is told to people.
 */
final class JsonVoice implements Voice {
  private final PrintStream out;
  private final OwnVoice people;
  private final OwnVoice.JobCount count = new OwnVoice.JobCount();
  private boolean silenced;
  private String separator = "{\"v\":1,\"jobs\":[\n";

  JsonVoice(SpecFile file, Invocation invocation) {
    this.out = invocation.out();
    this.people = new OwnVoice(file, invocation, invocation.err(), ProgressArea.NONE);
  }

  @Override
  public synchronized void jobEnded(long number, Task task, TaskResult result) throws IOException {
    count.add(result);
    if (silenced) {
      return;
    }
    out.print(separator);
    separator = ",\n";
    out.print(
        ResultJson.of(
            Long.toString(number),
            result.outcome(),
            result.usage(),
            result.phases(),
            output(result.stdout()),
            output(result.stderr())));
    if (out.checkError()) {
      throw new IOException("standard output cannot be written");
    }
  }

  private static ResultJson.Output output(Captured captured) throws IOException {
    var bytes = new ByteArrayOutputStream();
    captured.writeTo(bytes);
    return new ResultJson.Output(bytes.toString(StandardCharsets.UTF_8), captured.lostBytes());
  }

  /** Told to people: what has no number has no place in the document. */
  @Override
  public synchronized void unprepared(Failure failure) {
    count.addUnprepared(failure);
    if (!silenced) {
      people.unprepared(failure);
    }
  }

  @Override
  public synchronized void silence() {
    silenced = true;
  }

  @Override
  public Exit stopped(SpecTextException mistake) {
    end();
    return people.stopped(mistake);
  }

  @Override
  public Exit stopped(Failure failure) {
    end();
    return people.stopped(failure);
  }

  @Override
  public Exit noJob() {
    return finished();
  }

  @Override
  public Exit finished() {
    end();
    return count.exit();
  }

  /** The document is whole, however the run ended. */
  private synchronized void end() {
    out.print(separator.startsWith("{") ? separator + "]}\n" : "\n]}\n");
    out.flush();
  }
}
