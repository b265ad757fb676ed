package waybill.dialects.bacalhau.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.TaskRequest;
import waybill.engine.TaskResult;
import waybill.engine.event.Event.Remark;
import waybill.engine.room.Demand;
import waybill.images.image.PullRemarks;
import waybill.model.failure.FailureException;
import waybill.model.task.Mount;
import waybill.model.task.Task;

/**
 * One execution from its beginning to its end: its tasks in order, the first that fails is the
 * last. Run by a thread of its own; stopped by any.
 */
final class Execution implements Runnable {
  private final ExecutionPlace place;
  private final ExecutionOrder order;
  private final ExecutionNews news;
  private final Runnable whenOver;
  private final DockerTaskMaker maker;
  private @Nullable Thread thread;
  private boolean stopped;
  private boolean over;

  /**
   * @param whenOver called before its end is told
   */
  Execution(ExecutionPlace place, ExecutionOrder order, ExecutionNews news, Runnable whenOver) {
    this.place = place;
    this.order = order;
    this.news = news;
    this.whenOver = whenOver;
    this.maker = new DockerTaskMaker(place.images(), place.abilities(), place.engine().capacity());
  }

  /** Ends it soon. */
  synchronized void stop() {
    stopped = true;
    Thread running = thread;
    if (running != null && !over) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    ExecutionEnd end = TaskEnds.lost();
    try {
      end = tasks();
    } catch (InterruptedException asked) {
      end = TaskEnds.lost(); // unless somebody stopped it, which is looked at below
    } catch (FailureException failed) {
      end = TaskEnds.of(failed.failure());
    } catch (RuntimeException | Error fault) {
      end = TaskEnds.of(fault);
    } finally {
      boolean wasStopped = close();
      whenOver.run();
      boolean done = end instanceof ExecutionEnd.Completed;
      news.ended(order.executionId(), wasStopped && !done ? new ExecutionEnd.Stopped() : end);
    }
  }

  private synchronized void open() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    thread = Thread.currentThread();
  }

  /** Whether it was stopped. What is left of it goes; from now on nothing interrupts. */
  private boolean close() {
    boolean wasStopped;
    synchronized (this) {
      over = true;
      wasStopped = stopped;
      boolean _ = Thread.interrupted();
    }
    try {
      place.removal().accept(scratch());
    } catch (RuntimeException stays) {
      remark(order.path(), "what lies in " + scratch() + " could not be removed: " + stays);
    }
    return wasStopped;
  }

  private Path scratch() {
    return place
        .runs()
        .resolve(Long.toString(order.run()))
        .resolve("scratch")
        .resolve(order.executionId());
  }

  private ExecutionEnd tasks() throws InterruptedException {
    open();
    if (order.isFirst()) {
      place.note().ifPresent(note -> remark(order.path(), note));
    }
    List<TaskSpec> tasks = order.spec().tasks();
    for (int i = 0; i < tasks.size(); i++) {
      Optional<ExecutionEnd> end = task(i, tasks.get(i));
      if (end.isPresent()) {
        return end.get();
      }
    }
    return new ExecutionEnd.Completed();
  }

  private Optional<ExecutionEnd> task(int index, TaskSpec spec) throws InterruptedException {
    if (!(spec.engine() instanceof EngineSpec.Docker docker)) {
      throw new IllegalArgumentException("refused when submitted");
    }
    String path = order.path() + '/' + spec.name();
    Optional<String> refusal = TaskEnvironment.refusal(spec);
    if (refusal.isPresent()) {
      return Optional.of(new ExecutionEnd.Failed(refusal.get(), ExecutionEnd.Fault.JOB));
    }
    TaskImages.Found image =
        place.images().find(docker.image(), new PullRemarks(text -> remark(path, text)));
    List<Mount.Bind> inputs = TaskInputs.bring(spec, scratch().resolve(Integer.toString(index)));
    Task task = maker.make(order, spec, docker, image, inputs);
    String submission = Long.toString(order.run());
    var output = new Output(path, index);
    try (TaskResult result = place.engine().run(request(submission, path, task), output)) {
      Optional<ExecutionEnd> end = TaskEnds.of(spec, result);
      if (end.isPresent()) {
        NetworkHint.of(spec, end.get(), output.lastErrors()).ifPresent(hint -> remark(path, hint));
        DiskHint.of(spec, end.get(), result).ifPresent(hint -> remark(path, hint));
      }
      return end;
    }
  }

  private TaskRequest request(String submission, String path, Task task) {
    Demand demand = Demand.of(task);
    return new TaskRequest(submission, path, task, order.spec().priority(), demand);
  }

  private void remark(String path, String text) {
    place.journal().record(order.run(), path, new Remark(text));
  }

  /** Passes on what a task writes, and that it waits and starts. */
  private final class Output extends TaskOutput {
    private final int task;

    Output(String path, int task) {
      super(place.journal(), order.run(), path);
      this.task = task;
    }

    @Override
    public void waits() {
      news.waiting(order.executionId(), task);
    }

    @Override
    public void starts() {
      news.started(order.executionId(), task);
    }
  }
}
