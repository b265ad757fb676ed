package waybill.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Phases;
import waybill.engine.room.Demand;
import waybill.model.task.Outcome;
import waybill.model.task.StandardStream;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.model.task.Usage;

/**
 * A call of {@link Engine#run} that has not returned: the caller waits in it, the attempt's thread
 * brings its report, the loop ends it.
 */
class TaskCall implements OutputReceiver {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  final long number;
  final AttemptId id;
  final Task task;
  final int priority;
  final Demand demand;
  final long submittedNanos;
  private final Captured stdout;
  private final Captured stderr;

  /** Whether it had a slot. Of the loop alone. */
  boolean started;

  /** For a slot, or for nothing when it never got one. Of the loop alone. */
  long waitMicros;

  /** Set by the loop, read by the attempt's thread before it asks the backend. */
  volatile boolean killed;

  /** Set by the attempt's thread before it says that it is over. */
  volatile @Nullable AttemptReport report;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable TaskResult result;

  TaskCall(long number, AttemptId id, TaskRequest request, SpoolFiles files, long submittedNanos) {
    this.number = number;
    this.id = id;
    this.task = request.task();
    this.priority = request.priority();
    this.demand = request.demand();
    this.submittedNanos = submittedNanos;
    long limitBytes = task.streams() instanceof Streams.Captured(long limit) ? limit : 0;
    this.stdout = new Captured(limitBytes, files);
    this.stderr = new Captured(limitBytes, files);
  }

  /** 0 when there is none. */
  long timeoutNanos() {
    if (task.timeout().isEmpty()) {
      return 0;
    }
    Duration timeout = task.timeout().get();
    return timeout.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : timeout.toNanos();
  }

  @Override
  public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
    switch (stream) {
      case STDOUT -> stdout.append(bytes, offset, length);
      case STDERR -> stderr.append(bytes, offset, length);
    }
  }

  /** Called by the loop. */
  void waits() {}

  /** Called by the loop. */
  void starts() {}

  /** What its caller gets if it ended so. */
  TaskResult resultOf(Outcome outcome) {
    AttemptReport last = report;
    if (last == null) {
      return new TaskResult(
          outcome, stdout, stderr, Usage.NONE, Phases.NONE.afterWaiting(waitMicros));
    }
    stdout.ended(last.stdoutBytes());
    stderr.ended(last.stderrBytes());
    return new TaskResult(
        outcome, stdout, stderr, last.usage(), last.phases().afterWaiting(waitMicros));
  }

  /** Lets the caller go. */
  void end(TaskResult theResult) {
    result = theResult;
    over.countDown();
  }

  TaskResult await() throws InterruptedException {
    over.await();
    TaskResult theResult = result;
    if (theResult == null) {
      throw new IllegalStateException("task " + number + " is over without a result");
    }
    return theResult;
  }
}
