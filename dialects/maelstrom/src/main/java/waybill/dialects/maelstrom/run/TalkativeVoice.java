package waybill.dialects.maelstrom.run;

import java.io.IOException;
import java.io.PrintStream;
import waybill.cli.Exit;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.engine.TaskResult;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.task.Task;

/** Says what another voice says, and of each job where its time went: for the level debug. */
public final class TalkativeVoice implements Voice {
  private final Voice voice;
  private final PrintStream err;

  public TalkativeVoice(Voice voice, PrintStream err) {
    this.voice = voice;
    this.err = err;
  }

  @Override
  public void jobEnded(long number, Task task, TaskResult result) throws IOException {
    voice.jobEnded(number, task, result);
    Phases phases = result.phases();
    debug(
        "job "
            + number
            + ": "
            + task.root().layers().size()
            + " layers, waited "
            + millis(phases.waitMicros())
            + ", found its layers in "
            + millis(phases.layersMicros())
            + ", ran "
            + millis(phases.runMicros()));
  }

  @Override
  public void unprepared(Failure failure) {
    voice.unprepared(failure);
    debug("a job could not be prepared: " + failure.code());
  }

  @Override
  public void silence() {
    voice.silence();
  }

  @Override
  public Exit stopped(SpecTextException mistake) {
    debug("the stream ends here: jobs that are not over are cancelled");
    return voice.stopped(mistake);
  }

  @Override
  public Exit stopped(Failure failure) {
    debug("the run ends by " + failure.code() + ": jobs that are not over are cancelled");
    return voice.stopped(failure);
  }

  @Override
  public Exit noJob() {
    return voice.noJob();
  }

  @Override
  public Exit finished() {
    debug("all jobs are over");
    return voice.finished();
  }

  private static String millis(long micros) {
    return micros / 1000 + "." + micros % 1000 / 100 + " ms";
  }

  private synchronized void debug(String line) {
    err.print("debug: " + line + "\n");
    err.flush();
  }
}
