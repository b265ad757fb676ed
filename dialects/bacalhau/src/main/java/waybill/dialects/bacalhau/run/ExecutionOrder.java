package waybill.dialects.bacalhau.run;

import waybill.dialects.bacalhau.spec.JobSpec;

/**
 * An execution that is to be.
 *
 * @param run the number by which the journal knows the job's version; output goes there
 * @param path of the execution in that run's tree; those of its tasks begin with it
 * @param partition which replica, from 0 on
 * @param partitions how many replicas there are
 * @param machine on which it runs; empty for the agent's own
 */
public record ExecutionOrder(
    String jobId,
    long run,
    String path,
    String executionId,
    JobSpec spec,
    int partition,
    int partitions,
    String machine) {

  /** Whether it is the first of its version. */
  boolean isFirst() {
    return path.equals("r0.1");
  }
}
