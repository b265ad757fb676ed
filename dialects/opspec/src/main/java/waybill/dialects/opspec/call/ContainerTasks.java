package waybill.dialects.opspec.call;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import waybill.engine.Engine;
import waybill.engine.OutputReceiver;
import waybill.engine.TaskResult;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.Journal;
import waybill.images.image.Image;
import waybill.images.image.Images;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.Task;

/** The containers of one run, as tasks of the engine. For any number of threads. */
public final class ContainerTasks implements Containers {
  private static final int PRIORITY = 0;

  private final Engine engine;
  private final Journal journal;
  private final long run;
  private final String submission;
  private final RunImages images;
  private final ContainerTaskMaker maker;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * For one run.
   *
   * @param environment of whoever runs it; containers get the proxies that it names
   */
  public ContainerTasks(
      Engine engine, Images images, Journal journal, long run, Map<String, String> environment) {
    this.engine = engine;
    this.journal = journal;
    this.run = run;
    this.submission = Long.toString(run);
    this.images = new RunImages(images, journal, run);
    this.maker = new ContainerTaskMaker(environment);
  }

  @Override
  public Outcome run(String path, Container container) throws InterruptedException {
    Image image = images.find(path, container.image());
    Task task = maker.make(container, image);
    if (begun.compareAndSet(false, true)) {
      journal.record(run, "", new Remark("containers use this machine's own network"));
    }
    try (TaskResult result = engine.run(submission, path, task, PRIORITY, new Output(path))) {
      return result.outcome();
    }
  }

  @Override
  public void cancel(Canceller by) {
    engine.cancel(submission, by);
  }

  /** Passes on what a container writes. */
  private final class Output implements OutputReceiver {
    private final String path;

    Output(String path) {
      this.path = path;
    }

    @Override
    public void accept(Stream stream, byte[] bytes, int offset, int length) {
      byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
      journal.record(run, path, new OutputWritten(stream, piece));
    }
  }
}
