package waybill.engine;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import waybill.engine.dispatch.DispatchEvent.Closed;
import waybill.engine.dispatch.DispatchEvent.SubmissionCancelled;
import waybill.engine.dispatch.DispatchEvent.TaskCancelled;
import waybill.engine.event.EventSink;
import waybill.model.task.Outcome;
import waybill.model.task.Task;

/**
 * Runs tasks, a limited number at a time. All methods may be called by any thread.
 *
 * <p>{@link #run} is plain blocking code: whoever has many tasks calls it from as many virtual
 * threads. Which one goes first, and what a timeout or a cancellation makes of it, is decided by
 * {@link waybill.engine.dispatch.Dispatcher}.
 */
public final class Engine implements AutoCloseable {
  private static final int FIRST_ATTEMPT = 1;

  private final EngineClock clock;
  private final SpoolFiles files;
  private final DispatcherLoop loop;
  private final Thread loopThread;
  private final AtomicLong lastTask = new AtomicLong();
  private final Set<AttemptId> running = ConcurrentHashMap.newKeySet();

  /** Like the other constructor, with long output in the machine's folder for temporary files. */
  public Engine(Backend backend, EventSink sink, EngineClock clock, int slots) {
    this(backend, sink, clock, slots, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Starts an engine.
   *
   * @param backend belongs to the engine from here on, and is closed with it
   * @param sink told of everything that happens
   * @param slots how many tasks may run at a time, 1 or more
   * @param spoolFolder for captured output that is too long for memory; made when it is needed
   */
  public Engine(Backend backend, EventSink sink, EngineClock clock, int slots, Path spoolFolder) {
    this.clock = clock;
    this.files = new SpoolFiles.InFolder(spoolFolder);
    this.loop = new DispatcherLoop(backend, sink, clock, slots);
    this.loopThread = Thread.ofPlatform().name("waybill-engine").daemon().start(loop);
  }

  /**
   * Runs one task and returns when it is over. However the task ends, and also when the engine is
   * closed meanwhile or breaks down, is told by the outcome.
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
    AttemptId id = new AttemptId(submission, taskPath, FIRST_ATTEMPT);
    return run(new TaskCall(lastTask.incrementAndGet(), id, task, priority, files, clock.nanos()));
  }

  /**
   * Like the other one, for somebody who watches.
   *
   * @param watcher gets what the task writes while it writes, besides what is captured of it, and
   *     the other end of the task's terminal, if it has one
   */
  public TaskResult run(
      String submission, String taskPath, Task task, int priority, OutputReceiver watcher)
      throws InterruptedException {
    AttemptId id = new AttemptId(submission, taskPath, FIRST_ATTEMPT);
    return run(
        WatchedCall.of(
            lastTask.incrementAndGet(), id, task, priority, files, clock.nanos(), watcher));
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
