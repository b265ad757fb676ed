package waybill.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;
import waybill.model.task.Usage;

/**
 * The connection to one worker: any thread sends, under a lock; one reader thread receives. The
 * launcher numbers nothing itself: roots and tasks are numbered here.
 */
final class WorkerLink {
  /** Stacks that a worker keeps mounted; the one used longest ago is given up for another. */
  private static final int KEPT_ROOTS = 64;

  /** Where {@code struct ended} of the protocol has its parts, in bytes. */
  static final int ENDED_TASK = 0;

  static final int ENDED_STEP = 4;
  static final int ENDED_CALL = 8;
  static final int ENDED_ERROR = 12;
  static final int ENDED_STATUS = 16;
  static final int ENDED_OUT_OF_MEMORY = 20;
  static final int ENDED_USER = 24;
  static final int ENDED_SYSTEM = 32;
  static final int ENDED_WALL = 40;
  static final int ENDED_PEAK = 48;
  static final int ENDED_READ = 56;
  static final int ENDED_WRITTEN = 64;
  static final int ENDED_OUT = 72;
  static final int ENDED_ERR = 80;
  static final int ENDED_DISK = 88;

  private static final int BLOCK = 512;
  private static final int HEAD = 8;
  private static final int E2BIG = 7;

  private final SocketChannel channel;
  private final Optional<ControlGroups> controlGroups;
  private final Supplier<Optional<Failure>> startFailure;
  private final ReentrantLock sending = new ReentrantLock();
  private final Frames frames = new Frames();
  private final Map<Integer, RunningTask> running = new ConcurrentHashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicReference<@Nullable Failure> lost = new AtomicReference<>();

  /** Roots that turned out to be bad. The reader must never wait for a sender: a queue, no lock. */
  private final Queue<RunningTask> refusedRoots = new ConcurrentLinkedQueue<>();

  /** Guarded by {@code sending}. In order of use, the one used longest ago first. */
  private final LinkedHashMap<List<?>, Integer> roots = new LinkedHashMap<>(16, 0.75f, true);

  /** Guarded by {@code sending}. Numbers that no stack has. */
  private final Deque<Integer> freeRoots = new ArrayDeque<>(KEPT_ROOTS);

  private boolean groupsSent;
  private int nextTask = 1;

  /**
   * Starts receiving.
   *
   * @param startFailure what the launcher said about its own start, asked when it is ending
   */
  WorkerLink(
      SocketChannel channel,
      Optional<ControlGroups> controlGroups,
      int index,
      Supplier<Optional<Failure>> startFailure) {
    this.channel = channel;
    this.controlGroups = controlGroups;
    this.startFailure = startFailure;
    for (int root = 0; root < KEPT_ROOTS; root++) {
      freeRoots.add(root);
    }
    Thread.ofPlatform().name("waybill-worker-" + index).daemon().start(this::receive);
  }

  int runningTasks() {
    return running.size();
  }

  Optional<Failure> lost() {
    return Optional.ofNullable(lost.get());
  }

  void awaitReady() throws InterruptedException {
    ready.await();
    Failure failure = lost.get();
    if (failure != null) {
      throw failure.asException();
    }
  }

  /**
   * Sends a plan. The task is over at once when the launcher is gone or the plan cannot be written
   * down.
   */
  RunningTask launch(LaunchPlan plan, OutputListener output, int fault) {
    sending.lock();
    try {
      var task = new RunningTask(nextTask++, this, plan, output);
      running.put(task.id, task);
      try {
        if (plan.steps().getFirst() instanceof Step.ControlGroup) {
          sendControlGroups();
        }
        task.root = root(plan);
        frames.launch(task.id, task.root, fault, plan);
      } catch (Frames.Unwritable e) {
        frames.abandon();
        finish(task, refused(plan, e));
      }
      send();
      Failure failure = lost.get();
      if (failure != null) { // the reader may have left before this task was in its list
        finish(task, new LaunchReport.Lost(failure));
      }
      return task;
    } finally {
      sending.unlock();
    }
  }

  private static LaunchReport refused(LaunchPlan plan, Frames.Unwritable e) {
    var errno = new Errno(e.errno());
    return new LaunchReport.Refused(
        errno.number() == E2BIG && plan.steps().getLast() instanceof Step.Execute execute
            ? new SetupFailure(SetupFailure.Call.EXECUTE, execute.arguments().getFirst(), "", errno)
            : new SetupFailure(SetupFailure.Call.OTHER, String.valueOf(e.getMessage()), "", errno));
  }

  /**
   * The worker's number for a stack of layers; tells it to prepare the stack first where that is
   * needed.
   */
  private int root(LaunchPlan plan) {
    for (RunningTask task = refusedRoots.poll(); task != null; task = refusedRoots.poll()) {
      if (roots.remove(task.plan.rootKey(), task.root)) { // else somebody was here before
        freeRoots.addFirst(
            task.root); // what is left there goes when the number is used again: soon
      }
    }
    List<?> key = plan.rootKey();
    Integer known = roots.get(key);
    if (known != null) {
      return known;
    }
    boolean full = freeRoots.isEmpty();
    int number = full ? roots.firstEntry().getValue() : freeRoots.getFirst();
    frames.prepareRoot(number, plan); // in place of what had this number
    if (full) {
      roots.pollFirstEntry();
    } else {
      freeRoots.removeFirst();
    }
    roots.put(key, number);
    return number;
  }

  private void sendControlGroups() {
    if (!groupsSent && controlGroups.isPresent()) {
      ControlGroups groups = controlGroups.get();
      frames.begin(Frames.WORKER_CONTROL_GROUPS).number(groups.version());
      frames.string(groups.memory()).string(groups.processes()).string(groups.cpu()).end();
      groupsSent = true;
    }
  }

  void signal(int task, int number) {
    sendFrame(frames -> frames.begin(Frames.WORKER_SIGNAL).number(task).number(number).end());
  }

  void input(int task, byte[] bytes, int offset, int length) {
    sendFrame(
        frames ->
            frames.begin(Frames.WORKER_INPUT).number(task).bytes(bytes, offset, length).end());
  }

  void resize(int task, int columns, int rows) {
    sendFrame(
        frames ->
            frames.begin(Frames.WORKER_WINDOW).number(task).number(columns).number(rows).end());
  }

  private interface Writing {
    void into(Frames frames);
  }

  private void sendFrame(Writing writing) {
    sending.lock();
    try {
      writing.into(frames);
      send();
    } finally {
      sending.unlock();
    }
  }

  /**
   * Writes what the frames hold. A thread that is interrupted closes a channel by writing to it,
   * and with this one all tasks would end: so the interrupt waits until the bytes are written.
   */
  private void send() {
    boolean interrupted = Thread.interrupted();
    ByteBuffer bytes = frames.take();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      return; // the reader meets the same end, and reads the reason before it
    } finally {
      frames.clear();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocate(128 << 10).order(ByteOrder.LITTLE_ENDIAN);
    Failure why = Failure.of(FailureCode.LAUNCHER_LOST, "what the launcher said made no sense");
    try {
      while (channel.read(buffer) >= 0) {
        buffer = handleAll(buffer.flip());
      }
      why = Failure.of(FailureCode.LAUNCHER_LOST, "the launcher ended before its tasks did");
    } catch (IOException e) {
      why = brokenConnection(e);
    } finally {
      lose(lost.get() == null ? startFailure.get().orElse(why) : why);
      ready.countDown();
    }
  }

  private static Failure brokenConnection(IOException e) {
    return Failure.of(
        FailureCode.LAUNCHER_LOST, "the connection to the launcher broke: " + e.getMessage());
  }

  /** Handles every whole frame and returns a buffer with the rest, ready for more. */
  private ByteBuffer handleAll(ByteBuffer buffer) throws IOException {
    while (buffer.remaining() >= HEAD) {
      int length = buffer.getInt(buffer.position());
      if (length < 0 || length > Frames.MAX_FRAME) {
        throw new IOException("a frame of " + length + " bytes");
      }
      if (buffer.remaining() < HEAD + length) {
        break;
      }
      int kind = buffer.getInt(buffer.position() + 4);
      int start = buffer.position() + HEAD;
      handle(kind, buffer, start, length);
      buffer.position(start + length);
    }
    int wanted =
        buffer.remaining() >= HEAD ? HEAD + buffer.getInt(buffer.position()) : buffer.capacity();
    if (wanted > buffer.capacity()) {
      return ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
    }
    return buffer.compact();
  }

  private void handle(int kind, ByteBuffer buffer, int start, int length) throws IOException {
    switch (kind) {
      case Frames.REPORT_READY -> ready.countDown();
      case Frames.REPORT_OUTPUT -> {
        RunningTask task = running.get(buffer.getInt(start));
        if (task != null) {
          int offset = buffer.arrayOffset() + start + 8;
          task.passOn(buffer.getInt(start + 4), buffer.array(), offset, length - 8);
        }
      }
      case Frames.REPORT_ENDED -> ended(buffer, start);
      case Frames.REPORT_FAILED -> {
        lost.compareAndSet(null, Stage.failure(buffer.getInt(start), buffer.getInt(start + 4)));
        throw new IOException("it could not start");
      }
      default ->
          throw new IOException("a frame of unknown kind " + kind); // not ours: a foreign binary
    }
  }

  private void ended(ByteBuffer buffer, int start) {
    RunningTask task = running.get(buffer.getInt(start + ENDED_TASK));
    if (task == null) {
      return;
    }
    Call call = Call.of(buffer.getInt(start + ENDED_CALL));
    if (call != Call.NONE) {
      int step = buffer.getInt(start + ENDED_STEP);
      int errno = buffer.getInt(start + ENDED_ERROR);
      SetupFailure failure = SetupWords.of(task.plan, step, call, errno);
      if (failure.call() == SetupFailure.Call.PREPARE_ROOT) {
        refusedRoots.add(task); // the next task tries again
      }
      finish(task, new LaunchReport.Refused(failure));
      return;
    }
    var usage =
        new Usage(
            buffer.getLong(start + ENDED_WALL),
            buffer.getLong(start + ENDED_USER),
            buffer.getLong(start + ENDED_SYSTEM),
            buffer.getLong(start + ENDED_PEAK),
            buffer.getLong(start + ENDED_READ) * BLOCK,
            buffer.getLong(start + ENDED_WRITTEN) * BLOCK,
            buffer.getLong(start + ENDED_DISK));
    finish(
        task,
        new LaunchReport.Ended(
            buffer.getInt(start + ENDED_STATUS),
            buffer.getInt(start + ENDED_OUT_OF_MEMORY) != 0,
            usage,
            buffer.getLong(start + ENDED_OUT),
            buffer.getLong(start + ENDED_ERR)));
  }

  /** The first report counts: a task may end while the connection is being given up. */
  private void finish(RunningTask task, LaunchReport report) {
    if (running.remove(task.id, task)) {
      task.end(report);
    }
  }

  /** Ends every task. The first reason counts. */
  private void lose(Failure why) {
    lost.compareAndSet(null, why);
    Failure first = lost.get();
    for (RunningTask task : running.values()) {
      finish(task, new LaunchReport.Lost(first == null ? why : first));
    }
    try {
      channel.close();
    } catch (IOException e) {
      return; // its descriptor is gone in any case, and tasks ended for the first reason
    }
  }

  /** From now on the end of the launcher is no surprise. */
  void expectEnd() {
    lost.compareAndSet(
        null, Failure.of(FailureCode.LAUNCHER_LOST, "the launcher was closed while it ran a task"));
  }

  /** Ends the connection; the worker, and so the launcher, ends with it. */
  void close() {
    expectEnd();
    lose(Failure.of(FailureCode.LAUNCHER_LOST, "the launcher was closed"));
  }
}
