/**
 * The format of buffers (0.3.0): blocks of a stream as blobs, chained by hashes. Read {@link
 * waybill.dialects.tyger.buffer.BufferWriter} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.buffer;
