package waybill.dialects.bacalhau.job;

import waybill.dialects.bacalhau.run.ExecutionOrder;

/** What is to be done once a decision is durable. */
sealed interface JobCommand {

  /** An execution is to begin. */
  record StartExecution(ExecutionOrder order) implements JobCommand {}

  /** An execution is to end. */
  record StopExecution(String executionId) implements JobCommand {}
}
