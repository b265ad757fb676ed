package waybill.images.archive;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Decompresses zstd data of one or several frames, by the reference library. Its memory is bounded
 * by the largest window that it takes by itself, 128 MiB: what the {@code zstd} command does too.
 */
final class ZstdStream extends InputStream {
  private final ZstdInputStreamNoFinalizer in;
  private long produced;

  private ZstdStream(ZstdInputStreamNoFinalizer in) {
    this.in = in;
  }

  static ZstdStream open(InputStream in, Path scratch) throws IOException {
    load(scratch);
    return new ZstdStream(new ZstdInputStreamNoFinalizer(in));
  }

  /**
   * Loads the native library out of its jar. For that it has to lie in a file for a millisecond; if
   * we are killed then, the file stays, hence the folder that is swept.
   */
  private static void load(Path scratch) throws IOException {
    try {
      Native.load(scratch.toFile());
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError refused) {
      throw new IOException(
          "the library for zstd data cannot be loaded on this machine: " + refused.getMessage(),
          refused);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    try {
      int count = in.read(bytes, at, length);
      produced += Math.max(0, count);
      return count;
    } catch (ZstdIOException wrong) {
      throw new ArchiveException("is damaged zstd data: " + wrong.getMessage(), produced);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
