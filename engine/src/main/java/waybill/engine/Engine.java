package waybill.engine;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import waybill.engine.dispatch.DispatchEvent.Closed;
import waybill.engine.dispatch.DispatchEvent.SubmissionCancelled;
import waybill.engine.dispatch.DispatchEvent.TaskCancelled;
import waybill.engine.event.EventSink;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.task.Outcome;
import waybill.model.task.Task;

/**
 * Runs tasks, as many at a time as there is room for. All methods may be called by any thread.
 *
 * <p>{@link #run} is plain blocking code: whoever has many tasks calls it from as many virtual
 * threads. Which one goes first, and what a timeout or a cancellation makes of it, is decided by
 * {@link waybill.engine.dispatch.Dispatcher}.
 */
public final class Engine implements AutoCloseable {
  private static final int FIRST_ATTEMPT = 1;

  private final EngineClock clock;
  private final Capacity capacity;
  private final SpoolFiles files;
  private final DispatcherLoop loop;
  private final Thread loopThread;
  private final AtomicLong lastTask = new AtomicLong();
  private final Set<AttemptId> running = ConcurrentHashMap.newKeySet();

  /** Like the next one, with long output in the machine's folder for temporary files. */
  public Engine(Backend backend, EventSink sink, EngineClock clock, int slots) {
    this(backend, sink, clock, slots, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Like the next one, for tasks that need a slot each and nothing else. */
  public Engine(Backend backend, EventSink sink, EngineClock clock, int slots, Path spoolFolder) {
    this(backend, sink, clock, Capacity.slots(slots), spoolFolder);
  }

  /**
   * Starts an engine.
   *
   * @param backend belongs to the engine from here on, and is closed with it
   * @param sink told of everything that happens
   * @param capacity what its tasks may have at a time
   * @param spoolFolder for captured output that is too long for memory; made when it is needed
   */
  public Engine(
      Backend backend, EventSink sink, EngineClock clock, Capacity capacity, Path spoolFolder) {
    this.clock = clock;
    this.capacity = capacity;
    this.files = new SpoolFiles.InFolder(spoolFolder);
    this.loop = new DispatcherLoop(backend, sink, clock, capacity);
    this.loopThread = Thread.ofPlatform().name("waybill-engine").daemon().start(loop);
  }

  /** What all tasks together may have: a demand beyond it fails when it is run. */
  public Capacity capacity() {
    return capacity;
  }

  /**
   * Runs one task that needs nothing but a slot, and returns when it is over. However the task
   * ends, and also when the engine is closed meanwhile or breaks down, is told by the outcome.
   *
   * @param submission what {@link #cancel} knows the task by
   * @param taskPath which task of the submission; no other one may have it at the same time
   * @param priority higher ones first, equal ones in the order in which they came
   * @return to be closed by the caller
   * @throws InterruptedException when the calling thread is interrupted; nothing of the task runs
   *     any more then
   */
  public TaskResult run(String submission, String taskPath, Task task, int priority)
      throws InterruptedException {
    var request = new TaskRequest(submission, taskPath, task, priority, Demand.NONE);
    return run(
        new TaskCall(lastTask.incrementAndGet(), id(request), request, files, clock.nanos()));
  }

  /**
   * Like the other one, for somebody who watches.
   *
   * @param watcher gets what the task writes while it writes, besides what is captured of it, and
   *     the other end of the task's terminal, if it has one; told when it waits and starts
   */
  public TaskResult run(
      String submission, String taskPath, Task task, int priority, TaskWatcher watcher)
      throws InterruptedException {
    return run(new TaskRequest(submission, taskPath, task, priority, Demand.NONE), watcher);
  }

  /**
   * Like the other ones, for a task that may need more than a slot. It waits until all of that is
   * free; what is more than {@link #capacity} ends it at once with {@code CAPACITY_EXCEEDED}.
   */
  public TaskResult run(TaskRequest request, TaskWatcher watcher) throws InterruptedException {
    return run(
        WatchedCall.of(
            lastTask.incrementAndGet(), id(request), request, files, clock.nanos(), watcher));
  }

  private static AttemptId id(TaskRequest request) {
    return new AttemptId(request.submission(), request.taskPath(), FIRST_ATTEMPT);
  }

  private TaskResult run(TaskCall call) throws InterruptedException {
    if (!running.add(call.id)) {
      throw new IllegalArgumentException(
          "a task runs already as " + call.id.submission() + " " + call.id.taskPath());
    }
    try {
      loop.submit(call);
      return await(call);
    } finally {
      running.remove(call.id);
    }
  }

  /**
   * Ends all tasks of a submission, those that are still to come included, and returns at once.
   * Their {@link #run} says by whom. A task that was over before keeps its own outcome.
   */
  public void cancel(String submission, Outcome.Canceller by) {
    loop.post(new SubmissionCancelled(submission, by));
  }

  /**
   * Ends everything, waits until it has ended, and closes the backend. What ends by this is
   * cancelled by Waybill. Later tasks end so, too, without being started.
   */
  @Override
  public void close() {
    loop.post(new Closed());
    boolean interrupted = false;
    while (loopThread.isAlive()) {
      try {
        loopThread.join();
      } catch (InterruptedException e) {
        interrupted = true; // nothing may be left behind: first the end, then the interrupt
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private TaskResult await(TaskCall call) throws InterruptedException {
    try {
      return call.await();
    } catch (InterruptedException e) {
      loop.post(new TaskCancelled(call.number, Outcome.Canceller.WAYBILL));
      awaitTheEnd(call).close();
      throw e;
    }
  }

  private static TaskResult awaitTheEnd(TaskCall call) {
    while (true) {
      try {
        return call.await();
      } catch (InterruptedException e) {
        // One interrupt is enough, and is passed on by our caller when the task has ended.
      }
    }
  }
}
