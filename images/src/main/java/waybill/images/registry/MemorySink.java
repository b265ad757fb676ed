package waybill.images.registry;

import java.io.ByteArrayOutputStream;
import waybill.images.source.Sha256;

/** Keeps a small blob in memory. */
final class MemorySink implements BlobSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void write(byte[] more, int offset, int length) {
    bytes.write(more, offset, length);
  }

  @Override
  public void restart() {
    bytes.reset();
  }

  @Override
  public String digest() {
    return Sha256.of(bytes.toByteArray());
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
