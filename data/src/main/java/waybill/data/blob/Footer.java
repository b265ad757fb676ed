package waybill.data.blob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands behind the content in a blob's file: its MD5, its metadata, then the length of that
 * and four bytes that say whose it is. So one file and one sync make a blob, and no copy of the
 * folder can lose what belongs to it.
 */
final class Footer {
  private static final int MAGIC = 0x57424231; // WBB1
  private static final int TRAILER = 2 * Integer.BYTES;
  private static final int MAX_BYTES = 64 << 10;

  /** Footers are short: most are read by one read. */
  private static final int FIRST_READ = 1024;

  private Footer() {}

  /** Fails with {@code IllegalArgumentException} when the metadata is too long. */
  static ByteBuffer of(String md5, Map<String, String> metadata) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(md5);
      out.writeInt(metadata.size());
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue());
      }
      if (bytes.size() > MAX_BYTES) {
        throw new IllegalArgumentException("the metadata of a blob is longer than " + MAX_BYTES);
      }
      out.writeInt(bytes.size());
      out.writeInt(MAGIC);
    } catch (IOException tooLong) {
      throw new IllegalArgumentException("a text of a blob's metadata is too long", tooLong);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** Reads it from a blob's file; fails when the file is none, or not whole. */
  static Blob read(FileChannel file) throws IOException {
    long end = file.size();
    byte[] tail = last(file, end, (int) Math.min(end, FIRST_READ));
    if (tail.length < TRAILER || number(tail, tail.length - Integer.BYTES) != MAGIC) {
      throw new DamagedBlobException("is not whole");
    }
    int length = number(tail, tail.length - TRAILER);
    if (length < 0 || length > MAX_BYTES || length + TRAILER > end) {
      throw new DamagedBlobException("is damaged at its end");
    }
    if (length + TRAILER > tail.length) {
      tail = last(file, end, length + TRAILER);
    }
    return parse(tail, length, end - length - TRAILER);
  }

  private static int number(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getInt(offset);
  }

  private static byte[] last(FileChannel file, long end, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer tail = ByteBuffer.wrap(bytes);
    while (tail.hasRemaining()) {
      if (file.read(tail, end - tail.remaining()) < 0) {
        throw new DamagedBlobException("became shorter");
      }
    }
    return bytes;
  }

  private static Blob parse(byte[] tail, int length, long size) throws IOException {
    int start = tail.length - TRAILER - length;
    try (var in = new DataInputStream(new ByteArrayInputStream(tail, start, length))) {
      String md5 = in.readUTF();
      int count = in.readInt();
      var metadata = new HashMap<String, String>();
      for (int i = 0; i < count; i++) {
        metadata.put(in.readUTF(), in.readUTF());
      }
      return new Blob(size, md5, metadata);
    } catch (IOException e) {
      throw new DamagedBlobException("is damaged at its end", e);
    }
  }
}
