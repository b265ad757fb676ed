/**
 * Bacalhau jobs. {@code spec} is what a job is once it has been read, {@code written} reads it,
 * {@code job} decides what becomes of it, {@code run} runs one execution, {@code command} is the
 * command line. Read {@link waybill.dialects.bacalhau.spec.JobSpec} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau;
