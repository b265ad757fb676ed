package waybill.images.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a tar archive from its beginning to its end: v7, ustar, star, GNU's long names and binary
 * numbers, POSIX extended headers. Sparse files and archives of several volumes are refused. Where
 * programs differ in what they make of odd archives, this one does what container engines do:
 * links, folders and devices have no content whatever their size says, and what comes after the two
 * blocks of zeros at the end is not looked at. For one thread.
 */
public final class TarReader {
  private static final long MAX_ID = 0xfffffffeL;

  private final TarInput in;
  private final ArchiveLimits limits;
  private final byte[] block = new byte[TarHeader.BLOCK];

  private final PaxRecords global = new PaxRecords();

  /** Content of the current file that was not read yet, and the padding after it. */
  private long left;

  private int padding;
  private int entries;
  private boolean ended;

  /**
   * @param in decompressed; is not closed
   */
  public TarReader(InputStream in, ArchiveLimits limits) {
    this.in = new TarInput(in, limits.totalBytes());
    this.limits = limits;
  }

  /** What extended headers say of the entry after them. */
  private static final class Extension {
    private final PaxRecords records = new PaxRecords();
    private byte[] longName = {};
    private byte[] longTarget = {};
    private boolean present;
  }

  /**
   * The next entry, after what is left of the current one; empty at the end, when the stream has
   * been read to its own end.
   *
   * @throws ArchiveException what is wrong with the archive
   * @throws IOException from the stream
   */
  public Optional<TarEntry> next() throws IOException {
    skipContent();
    Extension extension = new Extension();
    while (!ended) {
      long offset = in.offset();
      if (!in.readBlock(block)) {
        end(extension);
        break;
      }
      TarHeader header = new TarHeader(block, offset);
      if (header.isZero()) {
        readEnd(extension);
        break;
      }
      header.check();
      switch (header.type()) {
        case 'x' -> {
          extension.records.addAll(content(header), offset);
          extension.present = true;
        }
        case 'g' -> addGlobal(header, offset);
        case 'L' -> {
          extension.longName = untilNul(content(header));
          extension.present = true;
        }
        case 'K' -> {
          extension.longTarget = untilNul(content(header));
          extension.present = true;
        }
        case 'V' -> skip(header); // the name of the tape
        case 'S' -> throw sparse(offset);
        default -> { // a file of some kind
          return Optional.of(entry(header, extension, offset));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads from the content of the current file.
   *
   * @return how much, at least 1; -1 at the file's end
   */
  public int read(byte[] bytes, int at, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(bytes, at, (int) Math.min(length, left));
    left -= count;
    return count;
  }

  static ArchiveException sparse(long offset) {
    return new ArchiveException(
        "has a sparse file, which is not supported; make it without that option", offset);
  }

  private TarEntry entry(TarHeader header, Extension extension, long offset) throws IOException {
    if (++entries > limits.entries()) {
      throw new ArchiveException("has more than " + limits.entries() + " entries", offset);
    }
    PaxRecords records = global.isEmpty() ? extension.records : extension.records.over(global);
    byte[] name =
        records.text("path", extension.longName.length > 0 ? extension.longName : header.name());
    TarEntry.Kind kind = kind(header.type(), name);
    byte[] path = TarName.clean(name, limits.depth(), offset);
    if (path.length == 0 && kind != TarEntry.Kind.FOLDER) {
      throw new ArchiveException("has a root that is no folder", offset);
    }
    byte[] target =
        records.text(
            "linkpath", extension.longTarget.length > 0 ? extension.longTarget : header.target());
    long size = size(records.number("size", header.size(), offset), kind, path, offset);
    PaxRecords.Time modified = records.time("mtime", header.modified(), offset);
    begin(size);
    return new TarEntry(
        kind,
        header.type(),
        path,
        target(kind, target, path, offset),
        kind == TarEntry.Kind.UNKNOWN ? 0 : size,
        id(records.number("uid", header.user(), offset), offset),
        id(records.number("gid", header.group(), offset), offset),
        header.mode(),
        modified.seconds(),
        modified.nanos(),
        records.attributes(offset),
        offset);
  }

  private static TarEntry.Kind kind(byte type, byte[] name) {
    return switch (type) {
      case '0', '7' -> TarEntry.Kind.FILE;
      case 0 ->
          name.length > 0 && name[name.length - 1] == '/'
              ? TarEntry.Kind.FOLDER // the oldest archives say it only so
              : TarEntry.Kind.FILE;
      case '1' -> TarEntry.Kind.HARD_LINK;
      case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
      case '3' -> TarEntry.Kind.CHARACTER_DEVICE;
      case '4' -> TarEntry.Kind.BLOCK_DEVICE;
      case '5' -> TarEntry.Kind.FOLDER;
      case '6' -> TarEntry.Kind.FIFO;
      default -> TarEntry.Kind.UNKNOWN; // somebody's own; the user of the entry decides
    };
  }

  private long size(long written, TarEntry.Kind kind, byte[] path, long offset)
      throws ArchiveException {
    if (kind != TarEntry.Kind.FILE && kind != TarEntry.Kind.UNKNOWN) {
      return 0;
    }
    if (written < 0) {
      throw new ArchiveException("is damaged: the size of a file is negative", offset);
    }
    if (written > limits.fileBytes()) {
      throw new ArchiveException(
          "has a file larger than " + limits.fileBytes() + " bytes: " + TarName.quoted(path),
          offset);
    }
    return written;
  }

  private byte[] target(TarEntry.Kind kind, byte[] written, byte[] path, long offset)
      throws ArchiveException {
    if (kind == TarEntry.Kind.HARD_LINK) {
      byte[] target =
          written.length == 0 ? written : TarName.clean(written, limits.depth(), offset);
      return nonEmpty(target, path, offset);
    }
    if (kind == TarEntry.Kind.SYMBOLIC_LINK) {
      TarName.checkLength(written, offset);
      return nonEmpty(written, path, offset);
    }
    return new byte[0];
  }

  private static byte[] nonEmpty(byte[] target, byte[] path, long offset) throws ArchiveException {
    if (target.length == 0) {
      throw new ArchiveException("has a link without a target: " + TarName.quoted(path), offset);
    }
    return target;
  }

  private static long id(long written, long offset) throws ArchiveException {
    if (written < 0 || written > MAX_ID) {
      throw new ArchiveException("has an owner that cannot be: " + written, offset);
    }
    return written;
  }

  private void addGlobal(TarHeader header, long offset) throws IOException {
    global.addAll(content(header), offset);
    global.dropAttributes();
  }

  /** The content of an extended header. */
  private byte[] content(TarHeader header) throws IOException {
    long size = header.size();
    if (size < 0 || size > limits.headerBytes()) {
      throw in.fault("has an extended header of " + size + " bytes");
    }
    byte[] content = new byte[(int) size];
    in.readFully(content, 0, content.length);
    in.skip(paddingAfter(size));
    return content;
  }

  private void skip(TarHeader header) throws IOException {
    content(header);
  }

  private void begin(long size) {
    left = size;
    padding = paddingAfter(size);
  }

  private void skipContent() throws IOException {
    in.skip(left + padding);
    left = 0;
    padding = 0;
  }

  private static int paddingAfter(long size) {
    return (int) (-size & (TarHeader.BLOCK - 1));
  }

  /** The first block of zeros was read. */
  private void readEnd(Extension extension) throws IOException {
    if (in.readBlock(block) && !new TarHeader(block, in.offset()).isZero()) {
      throw in.fault("is damaged: it goes on after a block of zeros");
    }
    in.drain();
    end(extension);
  }

  private void end(Extension extension) throws ArchiveException {
    if (extension.present) {
      throw in.fault("ends after an extended header");
    }
    ended = true;
  }

  private static byte[] untilNul(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }
}
