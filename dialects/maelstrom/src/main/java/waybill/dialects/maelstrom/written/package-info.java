/**
 * What the author of a job wrote: {@link waybill.dialects.maelstrom.written.JobReader} makes {@link
 * waybill.dialects.maelstrom.written.WrittenJob}s from a stream, in the language of version 0.10.
 * Read these two first. Nothing is defaulted, looked up or substituted here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.written;
