/**
 * From the text of a job to what it means. {@link waybill.dialects.bacalhau.written.JobReader} is
 * the door; the table of what may stand where is {@link
 * waybill.dialects.bacalhau.written.JobShapes}; {@code Tidy} makes of what people write what the
 * table says; the builders, one for each part of a job, say what it means. No text of a message
 * stands here: they are in {@code problem}.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.written;
