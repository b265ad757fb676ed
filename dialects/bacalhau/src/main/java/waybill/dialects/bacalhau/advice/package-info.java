/**
 * What the author of a job that is right may not have thought of. Start at {@link
 * waybill.dialects.bacalhau.advice.JobAdvice}. Nothing here ever refuses a job.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.advice;
