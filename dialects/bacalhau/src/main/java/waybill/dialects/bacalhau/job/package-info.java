/**
 * What becomes of jobs. {@link waybill.dialects.bacalhau.job.Job} is what is known and kept of one,
 * {@link waybill.dialects.bacalhau.job.Jobs} what can be done with them. Then read {@code
 * JobDecider}: every rule is there, {@code Retries} has those about tries, and {@code VersionDraft}
 * how a version changes. {@code JobKeeper} makes decisions durable and carries them out, {@link
 * waybill.dialects.bacalhau.job.JobLoop} adds the thread.
 *
 * <p>Nothing here runs a program: that is {@link waybill.dialects.bacalhau.run.ExecutionRunner}.
 * Nothing but {@code JobLoop} knows the time or a thread.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.job;
