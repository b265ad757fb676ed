package waybill.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import waybill.model.task.Ids;
import waybill.model.task.Streams;

/**
 * Writes frames of {@code protocol.h} into a buffer that grows. Not safe for several threads; its
 * owner holds a lock.
 */
final class Frames {
  /** The launcher refuses longer frames; the kernel refuses longer argument lists. */
  static final int MAX_FRAME = 16 << 20;

  static final int CONTROL_CONFIGURE = 1;
  static final int CONTROL_RAW_TERMINAL = 2;
  static final int WORKER_PREPARE_ROOT = 1;
  static final int WORKER_LAUNCH = 2;
  static final int WORKER_SIGNAL = 3;
  static final int WORKER_INPUT = 4;
  static final int WORKER_WINDOW = 5;
  static final int WORKER_CONTROL_GROUPS = 6;
  static final int TREE_FOLDER = 1;
  static final int TREE_FILE = 2;
  static final int TREE_SYMBOLIC_LINK = 3;
  static final int TREE_HARD_LINK = 4;
  static final int TREE_FIFO = 5;
  static final int TREE_WHITEOUT = 6;
  static final int TREE_OPAQUE = 7;
  static final int TREE_END = 8;
  static final int TREE_SPARSE_FILE = 9;
  static final int IDS_SINGLE = 0;
  static final int IDS_RANGE = 1;
  static final int REPORT_FAILED = 1;
  static final int REPORT_READY = 2;
  static final int REPORT_OUTPUT = 3;
  static final int REPORT_ENDED = 4;

  /** Why a plan cannot be written down, as the kernel would say it. */
  static final class Unwritable extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    Unwritable(int errno, String message) {
      super(message);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  private static final int E2BIG = 7;
  private static final int EINVAL = 22;
  private static final int KEPT_CAPACITY = 256 << 10;

  private ByteBuffer buffer = allocate(16 << 10);
  private int frameStart;

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Starts a frame; what is written until {@link #end} is its payload.
   *
   * @throws Unwritable from anything written into it that no launcher would take
   */
  Frames begin(int kind) {
    frameStart = buffer.position();
    return number(0).number(kind);
  }

  void end() {
    buffer.putInt(frameStart, buffer.position() - frameStart - 8);
  }

  /** Takes back what was written since {@link #begin}; frames before it stay. */
  void abandon() {
    buffer.position(frameStart);
  }

  /** What was written since the last time, ready to be read. */
  ByteBuffer take() {
    return buffer.flip();
  }

  /** After {@link #take} has been read. A buffer that once held a huge plan is not kept. */
  void clear() {
    buffer = buffer.capacity() > KEPT_CAPACITY ? allocate(16 << 10) : buffer.clear();
  }

  Frames number(int value) {
    room(4).putInt(value);
    return this;
  }

  Frames longNumber(long value) {
    room(8).putLong(value);
    return this;
  }

  Frames bytes(byte[] bytes, int offset, int length) {
    room(length).put(bytes, offset, length);
    return this;
  }

  /** A string of bytes, which may be any but NUL. */
  Frames string(byte[] bytes) {
    for (byte one : bytes) {
      if (one == 0) {
        throw new Unwritable(EINVAL, "a NUL byte in a name");
      }
    }
    number(bytes.length + 1);
    room(bytes.length + 1).put(bytes).put((byte) 0);
    return this;
  }

  /** Bytes that follow a frame. */
  void raw(byte[] bytes, int offset, int length) {
    frameStart = buffer.position();
    bytes(bytes, offset, length);
  }

  /** How much was written since the last {@link #clear}. */
  int size() {
    return buffer.position();
  }

  /**
   * Paths are file names: bytes as the platform's file system encoding has them, which is UTF-8
   * with us.
   */
  Frames string(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new Unwritable(EINVAL, "a NUL character in \"" + text.replace("\0", "\\0") + "\"");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length + 1);
    room(bytes.length + 1).put(bytes).put((byte) 0);
    return this;
  }

  Frames strings(List<String> strings) {
    number(strings.size());
    for (String string : strings) {
      string(string);
    }
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (bytes > MAX_FRAME || buffer.position() + bytes - frameStart - 8 > MAX_FRAME) {
      throw new Unwritable(E2BIG, "a plan of more than " + MAX_FRAME + " bytes");
    }
    if (buffer.remaining() < bytes) {
      ByteBuffer larger = allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }

  void prepareRoot(int root, LaunchPlan plan) {
    begin(WORKER_PREPARE_ROOT).number(root);
    List<Path> ofRange = List.of();
    if (plan.range().isPresent()) {
      LaunchPlan.RangeRoot owners = plan.range().get();
      number(IDS_RANGE).number((int) owners.user()).number((int) owners.group());
      ofRange = owners.layers();
    } else {
      number(IDS_SINGLE).number(0).number(0);
    }
    number(plan.layers().size());
    for (Path layer : plan.layers()) {
      number(ofRange.contains(layer) ? IDS_RANGE : IDS_SINGLE).string(layer.toString());
    }
    end();
  }

  void launch(int task, int root, int fault, LaunchPlan plan) {
    begin(WORKER_LAUNCH).number(task);
    switch (plan.streams()) {
      case Streams.Captured captured ->
          number(1).longNumber(captured.limitBytes()).number(0).number(0);
      case Streams.Watched ignored -> number(1).longNumber(Long.MAX_VALUE).number(0).number(0);
      case Streams.Inherited ignored -> number(2).longNumber(0).number(0).number(0);
      case Streams.Terminal terminal ->
          number(3).longNumber(0).number(terminal.columns()).number(terminal.rows());
    }
    number(fault).number(plan.steps().size());
    for (Step step : plan.steps()) {
      step(step, root);
    }
    end();
  }

  /** A step is its kind, the size of its payload, and the payload. */
  private void step(Step step, int root) {
    int start = buffer.position();
    longNumber(0);
    int kind = payload(step, root);
    buffer.putInt(start, kind);
    buffer.putInt(start + 4, buffer.position() - start - 8);
  }

  private int payload(Step step, int root) {
    return switch (step) {
      case Step.ControlGroup group -> {
        longNumber(group.memoryBytes()).longNumber(group.processes()).longNumber(group.cpuMillis());
        yield 1;
      }
      case Step.Network network -> {
        number(networkNumber(network.network()));
        yield 2;
      }
      case Step.Root written -> {
        number(root).number(written.writable() ? 1 : 0);
        number(written.makesMountPoints() ? 1 : 0);
        disk(written);
        yield 3;
      }
      case Step.FileSystem fs -> {
        string(fs.type()).string(fs.target()).number(fs.attributes());
        number(fs.isTheTasks() ? 1 : 0).string(fs.mode()).string(fs.size());
        yield 4;
      }
      case Step.Device device -> {
        string(device.name()).string(device.target());
        yield 5;
      }
      case Step.Bind bind -> {
        string(bind.source().toString()).string(bind.target()).number(mannerNumber(bind.manner()));
        yield 6;
      }
      case Step.Mask mask -> {
        string(mask.target()).number(mask.folder() ? 1 : 0);
        yield 7;
      }
      case Step.Session ignored -> 8;
      case Step.ResourceLimit limit -> {
        number(limit.resource()).longNumber(limit.soft());
        yield 9;
      }
      case Step.Identity identity -> {
        identity(identity);
        yield 10;
      }
      case Step.Directory directory -> {
        string(directory.path());
        yield 11;
      }
      case Step.Filter filter -> {
        number(filter.refuseSetId() ? 1 : 0);
        yield 12;
      }
      case Step.Execute execute -> {
        strings(execute.candidates()).strings(execute.arguments()).strings(execute.environment());
        yield 13;
      }
      case Step.Folder folder -> {
        string(folder.path());
        yield 14;
      }
      case Step.Link link -> {
        string(link.path()).string(link.target());
        yield 15;
      }
      case Step.File file -> {
        byte[] content = file.content().getBytes(StandardCharsets.ISO_8859_1);
        string(file.path()).number(content.length).bytes(content, 0, content.length);
        yield 16;
      }
    };
  }

  private void disk(Step.Root root) {
    if (root.files().isEmpty()) {
      string(root.diskBytes() == 0 ? "" : Long.toString(root.diskBytes())).string("").string("");
    } else {
      DiskFiles files = root.files().get();
      string(Long.toString(DiskFiles.fileBytes(root.diskBytes())));
      string(files.folder().toString()).string(files.formatter().toString());
    }
  }

  private void identity(Step.Identity identity) {
    number((int) identity.user()).number((int) identity.group());
    number(identity.ids() == Ids.RANGE ? IDS_RANGE : IDS_SINGLE);
    number(identity.fileCapabilities() ? 0 : 1).number(identity.moreGroups().size());
    for (long group : identity.moreGroups()) {
      number((int) group);
    }
  }

  private static int mannerNumber(Step.Bind.Manner manner) {
    return switch (manner) {
      case READ_ONLY -> 0;
      case WRITABLE -> 1;
      case AS_IT_IS -> 2;
      case DEVICE -> 3;
    };
  }

  private static int networkNumber(waybill.model.task.Network network) {
    return switch (network) {
      case DISABLED -> 0;
      case LOOPBACK -> 1;
      case HOST -> 2;
    };
  }
}
