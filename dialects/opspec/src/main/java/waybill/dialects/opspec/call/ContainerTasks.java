package waybill.dialects.opspec.call;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import waybill.engine.TaskResult;
import waybill.engine.TaskWatcher;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;

/** The containers of one run, as tasks of the engine. For any number of threads. */
final class ContainerTasks implements Containers {
  private static final int PRIORITY = 0;

  private final EngineContainers host;
  private final long run;
  private final String submission;
  private final RunImages images;
  private final ContainerTaskMaker maker;
  private final AtomicBoolean begun = new AtomicBoolean();

  ContainerTasks(EngineContainers host, long run) {
    this.host = host;
    this.run = run;
    this.submission = Long.toString(run);
    this.images = new RunImages(host, run);
    this.maker = new ContainerTaskMaker(host.ids(), host.environment());
  }

  @Override
  public Outcome run(String path, Container container) throws InterruptedException {
    Task task = maker.make(container, images.find(path, container.image()));
    if (begun.compareAndSet(false, true)) {
      remark("containers use this machine's own network");
      host.note().ifPresent(this::remark);
    }
    try (TaskResult result =
        host.engine().run(submission, path, task, PRIORITY, new Output(path))) {
      return result.outcome();
    }
  }

  private void remark(String text) {
    host.journal().record(run, "", new Remark(text));
  }

  @Override
  public void cancel(Canceller by) {
    host.engine().cancel(submission, by);
  }

  /** Passes on what a container writes. */
  private final class Output implements TaskWatcher {
    private final String path;

    Output(String path) {
      this.path = path;
    }

    @Override
    public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
      byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
      host.journal().record(run, path, new OutputWritten(stream, piece));
    }
  }
}
