package waybill.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
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

  private static final int BLOCK = 512;
  private static final int HEAD = 8;

  private final SocketChannel channel;
  private final Optional<ControlGroups> controlGroups;
  private final ReentrantLock sending = new ReentrantLock();
  private final Frames frames = new Frames();
  private final Map<Integer, RunningTask> running = new ConcurrentHashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile @Nullable Failure lost;

  /** Guarded by {@code sending}. In order of use, the one used longest ago first. */
  private final LinkedHashMap<List<Path>, Integer> roots = new LinkedHashMap<>(16, 0.75f, true);

  private boolean groupsSent;
  private int nextTask = 1;

  WorkerLink(SocketChannel channel, Optional<ControlGroups> controlGroups, int index) {
    this.channel = channel;
    this.controlGroups = controlGroups;
    Thread.ofPlatform().name("waybill-worker-" + index).daemon().start(this::receive);
  }

  int runningTasks() {
    return running.size();
  }

  Optional<Failure> lost() {
    return Optional.ofNullable(lost);
  }

  void awaitReady() throws InterruptedException {
    ready.await();
    Failure failure = lost;
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
        frames.launch(task.id, root(plan.layers()), fault, plan);
      } catch (IllegalArgumentException e) {
        frames.clear();
        finish(task, refused(String.valueOf(e.getMessage())));
        return task;
      }
      send();
      Failure failure = lost;
      if (failure != null) { // the reader may have left before this task was in its list
        finish(task, new LaunchReport.Lost(failure));
      }
      return task;
    } finally {
      sending.unlock();
    }
  }

  private static LaunchReport refused(String why) {
    int invalid = 22;
    return new LaunchReport.Refused(
        new SetupFailure(SetupFailure.Call.OTHER, why, "", new Errno(invalid)));
  }

  /**
   * The worker's number for a stack of layers; tells it to prepare the stack first where that is
   * needed.
   */
  private int root(List<Path> layers) {
    Integer known = roots.get(layers);
    if (known != null) {
      return known;
    }
    int number = roots.size();
    if (number == KEPT_ROOTS) {
      Map.Entry<List<Path>, Integer> oldest = roots.firstEntry();
      number = oldest.getValue();
      roots.remove(oldest.getKey());
      frames.begin(Frames.WORKER_FORGET_ROOT).number(number).end();
    }
    frames.prepareRoot(number, layers);
    roots.put(layers, number);
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
   * A broken connection is noticed by the reader, which ends every task; there is nothing to add
   * here.
   */
  private void send() {
    ByteBuffer bytes = frames.take();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      lose("the connection to the launcher broke: " + e.getMessage());
    } finally {
      frames.clear();
    }
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocate(128 << 10).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (channel.read(buffer) >= 0) {
        buffer = handleAll(buffer.flip());
      }
      lose("the launcher ended before its tasks did");
    } catch (IOException e) {
      lose("the connection to the launcher broke: " + e.getMessage());
    } finally {
      ready.countDown();
    }
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
          task.output.accept(buffer.getInt(start + 4), buffer.array(), offset, length - 8);
        }
      }
      case Frames.REPORT_ENDED -> ended(buffer, start);
      case Frames.REPORT_FAILED -> {
        lost = startFailure(buffer.getInt(start), buffer.getInt(start + 4));
        throw new IOException("it could not start");
      }
      default ->
          throw new IOException("a frame of unknown kind " + kind); // not ours: a foreign binary
    }
  }

  private void ended(ByteBuffer buffer, int start) {
    RunningTask task = running.get(buffer.getInt(start));
    if (task == null) {
      return;
    }
    Call call = Call.of(buffer.getInt(start + 8));
    if (call != Call.NONE) {
      int step = buffer.getInt(start + 4);
      SetupFailure failure = SetupWords.of(task.plan, step, call, buffer.getInt(start + 12));
      if (failure.call() == SetupFailure.Call.PREPARE_ROOT) {
        forget(task.plan.layers()); // the next task tries again
      }
      finish(task, new LaunchReport.Refused(failure));
      return;
    }
    var usage =
        new Usage(
            buffer.getLong(start + 40),
            buffer.getLong(start + 24),
            buffer.getLong(start + 32),
            buffer.getLong(start + 48),
            buffer.getLong(start + 56) * BLOCK,
            buffer.getLong(start + 64) * BLOCK);
    finish(
        task,
        new LaunchReport.Ended(
            buffer.getInt(start + 16),
            buffer.getInt(start + 20) != 0,
            usage,
            buffer.getLong(start + 72),
            buffer.getLong(start + 80)));
  }

  private void forget(List<Path> layers) {
    sending.lock();
    try {
      roots.remove(layers);
    } finally {
      sending.unlock();
    }
  }

  private void finish(RunningTask task, LaunchReport report) {
    running.remove(task.id);
    task.end(report);
  }

  static Failure startFailure(int stageNumber, int errno) {
    Stage stage = Stage.of(stageNumber);
    var failure =
        Failure.of(
            FailureCode.SANDBOX_REFUSED,
            "the sandbox could not be set up: " + stage.doing() + ": " + new Errno(errno).text());
    return stage.cure().isEmpty() ? failure : failure.withHelp(stage.cure());
  }

  private void lose(String why) {
    if (lost == null) {
      lost = Failure.of(FailureCode.LAUNCHER_LOST, why);
    }
    Failure failure = lost;
    try {
      channel.close();
    } catch (IOException e) {
      failure =
          new FailureException(failure, e).failure(); // closing a broken socket tells nothing new
    }
    for (RunningTask task : running.values()) {
      finish(task, new LaunchReport.Lost(failure));
    }
  }

  /** Ends the connection; the worker, and so the launcher, ends with it. */
  void close() {
    lose("the command ended");
  }
}
