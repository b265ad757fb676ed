package waybill.images.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Takes the compression off an archive, which its first bytes tell. */
public final class Decompression {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MAGIC_BYTES = 6;

  private Decompression() {}

  /**
   * The archive itself. At the end of what this returns, all of the stored bytes have been read;
   * closing it closes them.
   *
   * @param stored plain, or compressed by gzip or zstd
   * @param scratch a folder in which a file may lie for a moment; what is found in it after a crash
   *     is anybody's to remove
   * @throws ArchiveException if it is compressed in another way
   */
  public static InputStream of(InputStream stored, Path scratch) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, BUFFER_BYTES);
    in.mark(MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (begins(magic, 0x1f, 0x8b)) {
      return new GzipStream(in);
    }
    if (begins(magic, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(magic)) {
      return ZstdStream.open(in, scratch);
    }
    if (begins(magic, 0xfd, '7', 'z', 'X', 'Z')) {
      throw unknown("xz");
    }
    if (begins(magic, 'B', 'Z', 'h')) {
      throw unknown("bzip2");
    }
    return in;
  }

  private static boolean begins(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Zstd data may begin with notes for other programs. */
  private static boolean isSkippableFrame(byte[] bytes) {
    return bytes.length >= 4
        && (bytes[0] & 0xf0) == 0x50
        && bytes[1] == 0x2a
        && bytes[2] == 0x4d
        && bytes[3] == 0x18;
  }

  private static ArchiveException unknown(String compression) {
    return new ArchiveException(
        "is compressed by " + compression + ", which is not supported; gzip and zstd are", 0);
  }
}
