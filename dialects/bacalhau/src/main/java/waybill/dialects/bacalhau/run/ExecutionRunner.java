package waybill.dialects.bacalhau.run;

import java.util.List;
import waybill.dialects.bacalhau.spec.JobSpec;

/** Runs executions. All methods return at once and may be called by any thread. */
public interface ExecutionRunner {

  /**
   * What stands in the way of a job here and now, whatever else runs: more than the machine has, an
   * image that is not there, an input that cannot be read, an engine that does not exist yet. Asks
   * registries; blocks meanwhile.
   *
   * @return as people read it, the most important first; empty when nothing does
   */
  List<String> obstacles(JobSpec spec) throws InterruptedException;

  /**
   * Begins an execution. Its tasks wait for room, higher priorities first.
   *
   * @param news told what happens, by any thread; of its end exactly once, whatever comes
   */
  void start(ExecutionOrder order, ExecutionNews news);

  /** Ends an execution; its end is told as usual. Does nothing for one that is over or unknown. */
  void stop(String executionId);
}
