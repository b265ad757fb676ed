/**
 * What the author of a job wrote: {@link waybill.dialects.maelstrom.written.JobReader} makes {@link
 * waybill.dialects.maelstrom.written.WrittenJob}s from a stream. Read these two first; then {@link
 * waybill.dialects.maelstrom.written.JobFields} for version 0.10, whose fields are checked as they
 * come, and {@link waybill.dialects.maelstrom.written.ContainerReader} for the newer version, which
 * reads an object whole before it looks at it. Nothing is defaulted, looked up or substituted here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.written;
