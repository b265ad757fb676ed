/**
 * The format of buffers (0.3.0): blocks of a stream as blobs, chained by hashes. Read {@link
 * waybill.dialects.tyger.buffer.BufferWriter} first, then {@link
 * waybill.dialects.tyger.buffer.BufferReader}; where the blobs are is behind {@link
 * waybill.dialects.tyger.buffer.BlobAccess}. Nothing here knows a command line or a run.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.buffer;
