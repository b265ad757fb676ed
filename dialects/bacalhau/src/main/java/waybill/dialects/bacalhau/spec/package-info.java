/**
 * A job as it was meant: every default filled in, every quantity a number, nothing left that cannot
 * be. Start at {@link waybill.dialects.bacalhau.spec.JobSpec}. No text of the author's file and no
 * place in it is known here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.spec;
