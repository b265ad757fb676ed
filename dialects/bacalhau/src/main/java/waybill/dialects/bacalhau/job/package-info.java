/**
 * What becomes of jobs. {@link waybill.dialects.bacalhau.job.Job} is what is known and kept of one,
 * {@link waybill.dialects.bacalhau.job.Jobs} what can be done with them. Nothing here runs a
 * program: that is {@link waybill.dialects.bacalhau.run.ExecutionRunner}.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.job;
