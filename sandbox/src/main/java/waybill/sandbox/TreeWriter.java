package waybill.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * Writes a tree of files with everything that Linux keeps about them, through a process that can
 * touch nothing but the tree. Paths are bytes: relative, without empty parts, {@code .} or {@code
 * ..}; empty for the tree's own root. Links to folders are followed inside the tree, never out of
 * it; missing parents are made; what is there is replaced, as tar does. For one thread.
 *
 * <p>With {@link Ids#SINGLE} all files are the caller's, and set-id bits and extended attributes
 * are left out. With {@link Ids#RANGE} all is kept, and owners beyond 65535 are refused.
 *
 * <p>Entries are written while more are sent, so a failure may be about an earlier one than that
 * which was added last; it names it. After a failure there is only {@link #close}.
 */
public final class TreeWriter implements AutoCloseable {
  private static final int SEND_AT = 128 << 10;

  private final Process process;
  private final OutputStream out;
  private final Path folder;
  private final Frames frames = new Frames();
  private final Extended extended = new Extended();
  private int user;
  private int group;
  private int mode;
  private long seconds;
  private int nanos;
  private long missing;
  private boolean sparse;

  /** In a sparse file, not sent yet. */
  private long hole;

  private boolean over;

  /** Extended attributes of the next entry, as they are sent. */
  private static final class Extended {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int count;

    void add(String name, byte[] value) {
      var frames = new Frames();
      frames.string(name).number(value.length).bytes(value, 0, value.length);
      ByteBuffer written = frames.take();
      bytes.write(written.array(), written.arrayOffset(), written.remaining());
      count++;
    }

    void moveTo(Frames frames) {
      frames.number(count);
      if (count > 0) {
        frames.bytes(bytes.toByteArray(), 0, bytes.size());
        bytes.reset();
        count = 0;
      }
    }
  }

  private TreeWriter(Process process, Path folder) {
    this.process = process;
    this.out = process.getOutputStream();
    this.folder = folder;
  }

  /**
   * Begins a tree.
   *
   * @param folder absolute; it does not exist yet, its parent does
   * @throws FailureException when the program cannot be started. What the program itself meets is
   *     told by a later call
   */
  public static TreeWriter start(TreeSettings settings, Path folder, Ids ids) {
    return new TreeWriter(TreeProgram.start("unpack", settings, folder, ids), folder);
  }

  /**
   * Removes a tree, whoever owns its files and whatever their modes say; one that is not there is
   * no failure.
   *
   * @param folder absolute
   */
  public static void remove(TreeSettings settings, Path folder, Ids ids) {
    TreeProgram.remove(settings, folder, ids);
  }

  /**
   * Looks through a tree, whoever owns its folders and whatever their modes say; there is nothing
   * in one that is not there.
   *
   * @param folder absolute
   */
  public static TreeContents measure(TreeSettings settings, Path folder, Ids ids) {
    return TreeProgram.measure(settings, folder, ids);
  }

  /**
   * What is said of the next entry.
   *
   * @param userId 0 to 2^32-2
   * @param groupId 0 to 2^32-2
   * @param permissions 0 to 07777
   * @param modifiedSeconds since 1970
   * @param modifiedNanos 0 to 999,999,999
   */
  public TreeWriter attributes(
      long userId, long groupId, int permissions, long modifiedSeconds, int modifiedNanos) {
    user = (int) userId;
    group = (int) groupId;
    mode = permissions;
    seconds = modifiedSeconds;
    nanos = modifiedNanos;
    return this;
  }

  /**
   * An extended attribute of the next entry. Only {@code user.*}, file capabilities and access
   * control lists are kept.
   */
  public TreeWriter extended(String name, byte[] value) {
    extended.add(name, value);
    return this;
  }

  /** Adds a folder; one that is there keeps what is in it. */
  public void folder(byte[] path) {
    begin(Frames.TREE_FOLDER).string(path);
    end();
  }

  /** Adds a file, whose bytes follow by {@link #data}. */
  public void file(byte[] path, long size) {
    begin(Frames.TREE_FILE).string(path).longNumber(size);
    end();
    missing = size;
    sparse = false;
  }

  /**
   * Adds a file with holes, whose bytes and holes follow by {@link #data} and {@link #hole}.
   *
   * @param size with the holes
   */
  public void sparseFile(byte[] path, long size) {
    begin(Frames.TREE_SPARSE_FILE).string(path).longNumber(size);
    end();
    missing = size;
    sparse = true;
  }

  /** The next bytes of the file that was added last are zeros that take no room. */
  public void hole(long length) {
    if (!sparse) {
      throw new IllegalStateException("the file has no holes");
    }
    take(length);
    hole += length;
    if (missing == 0) {
      piece(0);
    }
  }

  /** The next bytes of the file that was added last. */
  public void data(byte[] bytes, int offset, int length) {
    take(length);
    if (sparse && length > 0) {
      piece(length);
    }
    write(bytes, offset, length);
  }

  private void take(long length) {
    if (length > missing) {
      throw new IllegalStateException("more bytes than the file has");
    }
    missing -= length;
  }

  private void piece(long length) {
    if (hole + length > 0) {
      ByteBuffer head = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      write(head.putLong(hole).putLong(length).array(), 0, 2 * Long.BYTES);
    }
    hole = 0;
  }

  private void write(byte[] bytes, int offset, int length) {
    if (frames.size() + length <= SEND_AT) {
      frames.raw(bytes, offset, length);
      return;
    }
    send();
    if (length <= SEND_AT / 2) {
      frames.raw(bytes, offset, length);
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Adds a symbolic link. */
  public void symbolicLink(byte[] path, byte[] target) {
    begin(Frames.TREE_SYMBOLIC_LINK).string(path).string(target);
    end();
  }

  /** Adds one more name of a file that is in the tree. */
  public void hardLink(byte[] path, byte[] target) {
    bare(Frames.TREE_HARD_LINK).string(path).string(target);
    end();
  }

  /** Adds a named pipe. */
  public void fifo(byte[] path) {
    begin(Frames.TREE_FIFO).string(path);
    end();
  }

  /** Marks that lower layers have nothing there; what this tree has there stays. */
  public void whiteout(byte[] path) {
    bare(Frames.TREE_WHITEOUT).string(path);
    end();
  }

  /** Marks that lower layers have nothing in that folder. */
  public void opaque(byte[] path) {
    bare(Frames.TREE_OPAQUE).string(path);
    end();
  }

  /**
   * Returns when all is durable, with the final modes and times of folders.
   *
   * @return what is in the tree, counted as {@link #measure} does
   */
  public TreeContents finish() {
    bare(Frames.TREE_END);
    end();
    send();
    TreeProgram.Report report = TreeProgram.await(process, null);
    over = true;
    report.check(folder);
    return report.contents();
  }

  /** For tests: pieces of a sparse file that may be wrong, and the end of the input. */
  void pieces(long... holesAndLengths) {
    ByteBuffer heads = ByteBuffer.allocate(holesAndLengths.length * Long.BYTES);
    heads.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(holesAndLengths);
    write(heads.array(), 0, heads.capacity());
    missing = 0;
  }

  /** For tests. */
  Process process() {
    return process;
  }

  private Frames bare(int kind) {
    if (missing > 0) {
      throw new IllegalStateException(missing + " bytes of a file are missing");
    }
    return frames.begin(kind);
  }

  private Frames begin(int kind) {
    bare(kind).number(user).number(group).number(mode).number(nanos).longNumber(seconds);
    extended.moveTo(frames);
    return frames;
  }

  private void end() {
    frames.end();
    if (frames.size() >= SEND_AT) {
      send();
    }
  }

  private void send() {
    ByteBuffer bytes = frames.take();
    try {
      out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    } finally {
      frames.clear();
    }
  }

  /** It stopped reading: then it has said why. */
  private FailureException failure(IOException broken) {
    return TreeProgram.await(process, broken).failure(folder);
  }

  /** Without {@link #finish} the tree is given up as it is; nobody writes to it any more. */
  @Override
  public void close() {
    if (!over) {
      process.destroyForcibly();
    }
    TreeProgram.end(process);
  }
}
