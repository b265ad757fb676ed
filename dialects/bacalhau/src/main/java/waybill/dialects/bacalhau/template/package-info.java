/**
 * Job files with holes: {@link waybill.dialects.bacalhau.template.Template} fills them before
 * anything is read, and knows for each place of the filled text where it was in the author's. What
 * a job is, is not known here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.template;
