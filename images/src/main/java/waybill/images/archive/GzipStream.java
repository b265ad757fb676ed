package waybill.images.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip data of one or several members. The JDK's own stream takes what follows a
 * member and is no other one for the end, so it would not notice damage there.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** Of a name or comment. */
  private static final int MAX_TEXT = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private long produced;
  private long memberBytes;
  private boolean inMember;

  GzipStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (inMember || beginMember()) {
        int count = inflater.inflate(bytes, at, length);
        if (count > 0) {
          checksum.update(bytes, at, count);
          produced += count;
          memberBytes += count;
          return count;
        }
        if (inflater.finished()) {
          endMember();
        } else if (inflater.needsDictionary()) {
          throw damaged("it asks for a dictionary");
        } else if (inflater.needsInput()) {
          if (start == end && !fill()) {
            throw cut();
          }
          inflater.setInput(buffer, start, end - start);
          start = end;
        }
      }
      return -1;
    } catch (DataFormatException wrong) {
      throw damaged(String.valueOf(wrong.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  /** False at the end of everything. */
  private boolean beginMember() throws IOException {
    if (start == end && !fill()) {
      return false;
    }
    if (octet() != 0x1f || octet() != 0x8b) {
      throw damaged("there is something after its end");
    }
    int method = octet();
    int flags = octet();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw damaged("its header makes no sense");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(octet() | octet() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    memberBytes = 0;
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    start = end - inflater.getRemaining();
    long wantedChecksum = number();
    long wantedSize = number();
    if (wantedChecksum != checksum.getValue() || wantedSize != (memberBytes & 0xffffffffL)) {
      throw damaged("its checksum is wrong");
    }
    inMember = false;
  }

  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      number |= (long) octet() << shift;
    }
    return number;
  }

  private void skipText() throws IOException {
    for (int length = 0; octet() != 0; length++) {
      if (length > MAX_TEXT) {
        throw damaged("its header makes no sense");
      }
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      octet();
    }
  }

  private int octet() throws IOException {
    if (start == end && !fill()) {
      throw cut();
    }
    return buffer[start++] & 0xff;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
    return end > 0;
  }

  private ArchiveException cut() {
    return damaged("it ends in the middle");
  }

  private ArchiveException damaged(String how) {
    return new ArchiveException("is damaged gzip data: " + how, produced);
  }
}
