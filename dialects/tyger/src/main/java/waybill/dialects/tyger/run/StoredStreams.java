package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.buffer.BufferWriter;
import waybill.dialects.tyger.buffer.LocalBlobs;
import waybill.dialects.tyger.buffer.Writers;

/** Buffers of this machine's store, without any server between. */
public record StoredStreams(BlobStore blobs, Writers writers) implements BufferStreams {
  /** A disk and a few processors are busy with these; more of them would only take memory. */
  private static final int AT_ONCE = 4;

  @Override
  public long read(String buffer, WritableByteChannel out)
      throws IOException, InterruptedException {
    return new BufferReader(new LocalBlobs(blobs, buffer, writers), AT_ONCE).read(out);
  }

  @Override
  public long write(String buffer, ReadableByteChannel in)
      throws IOException, InterruptedException {
    return new BufferWriter(
            new LocalBlobs(blobs, buffer, writers),
            AT_ONCE,
            BufferWriter.BLOCK_SIZE,
            BufferWriter.FLUSH_INTERVAL)
        .write(in);
  }

  @Override
  public void fail(String buffer) {
    BufferWriter.fail(new LocalBlobs(blobs, buffer, writers));
  }
}
