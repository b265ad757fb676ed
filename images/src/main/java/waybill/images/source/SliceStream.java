package waybill.images.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some bytes of a file that others read too. Closing it leaves the file open. */
final class SliceStream extends InputStream {
  private final FileChannel channel;
  private long position;
  private final long end;

  SliceStream(FileChannel channel, long start, long length) {
    this.channel = channel;
    this.position = start;
    this.end = start + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    int got = channel.read(ByteBuffer.wrap(bytes, offset, most), position);
    if (got < 0) {
      throw new EOFException("the archive ends too early");
    }
    position += got;
    return got;
  }

  @Override
  public long skip(long bytes) {
    long skipped = Math.clamp(bytes, 0, end - position);
    position += skipped;
    return skipped;
  }
}
