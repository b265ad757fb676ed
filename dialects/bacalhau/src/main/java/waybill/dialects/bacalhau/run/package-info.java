/**
 * Runs single executions of jobs: brings inputs, makes engine tasks, keeps results. Start at {@link
 * waybill.dialects.bacalhau.run.ExecutionRunner}. Whether and when an execution is to be is decided
 * elsewhere.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.run;
