package waybill.images.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from its beginning to its end: v7, ustar, star, GNU's long names and binary
 * numbers, POSIX extended headers, sparse files in each of the four ways to write them. Archives of
 * several volumes are refused. Where programs differ in what they make of odd archives, this one
 * does what container engines do: links, folders and devices have no content whatever their size
 * says, and what comes after the two blocks of zeros at the end is not looked at. For one thread.
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

  /** Of the current file, if it is sparse. */
  private @Nullable SparseMap map;

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
        default -> { // a file of some kind
          return Optional.of(entry(header, extension, offset));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads from the content of the current file. In a sparse one, holes are to be skipped first.
   *
   * @return how much, at least 1; -1 at the file's end
   */
  public int read(byte[] bytes, int at, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    SparseMap sparse = map;
    long room = sparse == null ? left : sparse.room();
    if (room == 0) {
      throw new IllegalStateException("there is a hole");
    }
    int count = in.read(bytes, at, (int) Math.min(length, room));
    left -= count;
    if (sparse != null) {
      sparse.took(count);
    }
    return count;
  }

  /** Goes over the hole in the current file before what can be read next; its length, mostly 0. */
  public long skipHole() {
    SparseMap sparse = map;
    return sparse == null ? 0 : sparse.skipHole();
  }

  /**
   * Where the stored bytes of the current file begin, in bytes from the beginning of the archive;
   * before anything of them was read.
   */
  public long contentOffset() {
    return in.offset();
  }

  private TarEntry entry(TarHeader header, Extension extension, long offset) throws IOException {
    if (++entries > limits.entries()) {
      throw new ArchiveException("has more than " + limits.entries() + " entries", offset);
    }
    PaxRecords records = global.isEmpty() ? extension.records : extension.records.over(global);
    byte[] name =
        records.text("path", extension.longName.length > 0 ? extension.longName : header.name());
    if (records.isSparse()) {
      name = records.text("GNU.sparse.name", name); // the other one is of the archive's own making
    }
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
    if (header.type() == 'S' || records.isSparse()) {
      kind = TarEntry.Kind.SPARSE_FILE;
      size = beginSparse(header, records, path, offset);
    }
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
      case '0', '7', 'S' -> TarEntry.Kind.FILE;
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
    if (kind != TarEntry.Kind.FILE
        && kind != TarEntry.Kind.SPARSE_FILE
        && kind != TarEntry.Kind.UNKNOWN) {
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
    if (global.isSparse()) {
      throw new ArchiveException("is damaged: a sparse map is for all files", offset);
    }
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
    map = null;
  }

  /** Finds out where the stored bytes of a file belong; the size of the file with its holes. */
  private long beginSparse(TarHeader header, PaxRecords records, byte[] path, long offset)
      throws IOException {
    boolean old = header.type() == 'S';
    if (old ? records.isSparse() || !header.isOldGnu() : !isFile(header.type())) {
      throw new ArchiveException("is damaged: a sparse map where there can be none", offset);
    }
    SparseMap sparse = old ? oldMap(header, offset) : newMap(records, offset);
    sparse.check(left);
    map = sparse;
    long size = size(sparse.size(), TarEntry.Kind.SPARSE_FILE, path, offset);
    in.countHoles(sparse.holes());
    return size;
  }

  private static boolean isFile(byte type) {
    return type == '0' || type == '7' || type == 0;
  }

  /** In the header, and in blocks after it. */
  private SparseMap oldMap(TarHeader header, long offset) throws IOException {
    SparseMap sparse = new SparseMap(header.realSize(), offset);
    boolean more = header.addPieces(sparse);
    while (more) {
      byte[] next = new byte[TarHeader.BLOCK];
      in.readFully(next, 0, TarHeader.BLOCK);
      more = new TarHeader(next, in.offset()).addMorePieces(sparse);
    }
    return sparse;
  }

  /** Versions 0.0 and 0.1 have it in the extended header, 1.0 before the content. */
  private SparseMap newMap(PaxRecords records, long offset) throws IOException {
    long major = records.number("GNU.sparse.major", 0, offset);
    long minor = records.number("GNU.sparse.minor", 0, offset);
    long size =
        records.number(
            "GNU.sparse.realsize", records.number("GNU.sparse.size", -1, offset), offset);
    SparseMap sparse = new SparseMap(size, offset);
    Optional<byte[]> numbers = records.sparseMap();
    if (major == 1 && minor == 0 && numbers.isEmpty()) {
      left -= sparse.addLines(in, left);
    } else if (major == 0 && minor <= 1 && numbers.isPresent()) {
      sparse.addAll(numbers.get());
      sparse.checkPieces(records.number("GNU.sparse.numblocks", sparse.pieces(), offset));
    } else {
      throw new ArchiveException("has a sparse file of an unknown kind", offset);
    }
    return sparse;
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
