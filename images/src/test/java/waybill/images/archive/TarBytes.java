package waybill.images.archive;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes archives byte by byte, also such as no program would. */
public final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One header's fields; what is not set is what a plain program would write. */
  public static final class Header {
    private final byte[] block = new byte[512];

    public Header(char type, String name) {
      text(0, name);
      text(100, "0000644");
      text(108, "0000000");
      text(116, "0000000");
      size(0);
      text(136, "14000000000");
      text(257, "ustar\00000");
      block[156] = (byte) type;
    }

    public Header text(int at, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, block, at, bytes.length);
      return this;
    }

    public Header mode(int mode) {
      return text(100, String.format("%07o", mode));
    }

    public Header size(long size) {
      return text(124, String.format("%011o", size));
    }

    public Header target(String target) {
      return text(157, target);
    }

    public Header octet(int at, int value) {
      block[at] = (byte) value;
      return this;
    }

    byte[] bytes() {
      int sum = 8 * ' ';
      for (int i = 0; i < block.length; i++) {
        sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
      }
      text(148, String.format("%06o\0 ", sum));
      return block;
    }
  }

  public TarBytes add(Header header, byte[] content) {
    out.writeBytes(header.bytes());
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & 511]);
    return this;
  }

  public TarBytes add(Header header) {
    return add(header, new byte[0]);
  }

  public TarBytes file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return add(new Header('0', name).size(bytes.length), bytes);
  }

  public TarBytes folder(String name) {
    return add(new Header('5', name).mode(0755));
  }

  public TarBytes link(char type, String name, String target) {
    return add(new Header(type, name).target(target));
  }

  /** An extended header: key, value, key, value. */
  public TarBytes pax(char type, String... records) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int i = 0; i < records.length; i += 2) {
      content.writeBytes(record(records[i], records[i + 1]));
    }
    return add(new Header(type, "pax").size(content.size()), content.toByteArray());
  }

  private static byte[] record(String key, String value) {
    byte[] rest = (' ' + key + '=' + value + '\n').getBytes(StandardCharsets.ISO_8859_1);
    int length = rest.length + 1;
    while (Integer.toString(length).length() + rest.length > length) {
      length++;
    }
    byte[] record = new byte[length];
    byte[] digits = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, record, 0, digits.length);
    System.arraycopy(rest, 0, record, digits.length, rest.length);
    return record;
  }

  public TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** As it is, without an end. */
  public byte[] cut() {
    return out.toByteArray();
  }

  /** With the two blocks of zeros. */
  public byte[] whole() {
    return raw(new byte[1024]).cut();
  }

  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** With a checksum. */
  public static byte[] zstd(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
      zstd.setChecksum(true);
      zstd.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
