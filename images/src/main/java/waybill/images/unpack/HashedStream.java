package waybill.images.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Hashes what is read. */
final class HashedStream extends FilterInputStream {
  private final Hashing.Hash hash;

  HashedStream(InputStream in, Hashing.Hash hash) {
    super(in);
    this.hash = hash;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      hash.update(bytes, offset, count);
    }
    return count;
  }

  /** Bytes that are skipped would be missing in the digest. */
  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 64 << 10)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
