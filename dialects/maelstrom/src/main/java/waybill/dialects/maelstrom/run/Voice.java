package waybill.dialects.maelstrom.run;

import java.io.IOException;
import waybill.cli.Exit;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.engine.TaskResult;
import waybill.model.failure.Failure;
import waybill.model.task.Task;

/**
 * Tells what comes of a run, in the words of the command that runs it, and knows what the command
 * ends with. Called by many threads; whoever implements it keeps what belongs to one job together.
 */
public interface Voice {

  /**
   * A job is over: says what it wrote and how it ended.
   *
   * @throws IOException when what was captured cannot be read, or standard output not be written;
   *     it ends the run
   */
  void jobEnded(long number, Task task, TaskResult result) throws IOException;

  /** A job could not be prepared; the run goes on. The job has no number. */
  void unprepared(Failure failure);

  /** From here on jobs end unsaid. */
  void silence();

  /** What was read is not a job; the run ends. */
  Exit stopped(SpecTextException mistake);

  /**
   * A job could not be prepared, or something of ours or the machine's went wrong; the run ends.
   */
  Exit stopped(Failure failure);

  /** There was no job where there has to be one. */
  Exit noJob();

  /** All jobs are over. */
  Exit finished();
}
