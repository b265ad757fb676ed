package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RunEndTexts;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Run;
import waybill.engine.TaskRequest;
import waybill.engine.TaskResult;
import waybill.engine.TaskWatcher;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.images.image.PullRemarks;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;

/**
 * One run from its creation to its end, led by a virtual thread of its own: image, pipes, task,
 * what is left in the pipes. Ended by any thread; whoever ends it first says how it ends.
 */
final class RunLife implements Runnable {
  /** Which task of the run its program is. */
  static final String MAIN = "main";

  /** What is appended to a buffer's parameter to name who moves its bytes. */
  static final String SIDECAR = "-buffer-sidecar";

  private final RunPlace place;
  private final LiveRun live;
  private final Admission.Admitted admitted;
  private final Runnable whenOver;
  private final Pumps pumps;
  private final long id;
  private final CountDownLatch gone = new CountDownLatch(1);
  private @Nullable Thread thread;
  private @Nullable RunEnd stopped;
  private boolean over;
  private volatile @Nullable Thread starter;

  /**
   * Not begun.
   *
   * @param whenOver called when nothing of it is left
   */
  RunLife(RunPlace place, LiveRun live, Admission.Admitted admitted, Runnable whenOver) {
    this.place = place;
    this.live = live;
    this.admitted = admitted;
    this.whenOver = whenOver;
    Run run = live.now();
    this.id = run.id();
    this.pumps =
        new Pumps(place.streams(), codespec(), run.request().job().buffers(), this::pumpFailed);
  }

  private Codespec codespec() {
    return admitted.job().codespec();
  }

  LiveRun live() {
    return live;
  }

  /** Its buffers that are not stored, by their ids. */
  Map<String, RelayEnd> relays() {
    return pumps.relays(live.now().request().job().buffers());
  }

  /** Ends it soon, so. */
  synchronized void stop(RunEnd end) {
    if (over || stopped != null) {
      return;
    }
    stopped = end;
    Thread leading = thread;
    if (leading != null) {
      leading.interrupt();
    }
  }

  /** Returns when nothing of it is left. */
  void awaitGone() throws InterruptedException {
    gone.await();
  }

  @Override
  public void run() {
    RunEnd end = RunEnd.AGENT_ENDED;
    try {
      open();
      end = lead();
    } catch (InterruptedException asked) {
      end = RunEnd.AGENT_ENDED; // unless somebody stopped it, which is looked at below
    } catch (FailureException failed) {
      end = TaskEnds.of(failed.failure());
    } catch (Refusal refused) {
      end = RunEnd.failed(RunEndTexts.NOT_STARTED + refused.text());
    } catch (RuntimeException | Error fault) {
      place.log().accept("run " + id + " broke down: " + fault);
      end = TaskEnds.of(fault);
    } finally {
      try {
        finish(close(end));
      } catch (RuntimeException | Error fault) {
        place.log().accept("the end of run " + id + " could not be written: " + fault);
      } finally {
        whenOver.run();
        gone.countDown();
      }
    }
  }

  private synchronized void open() throws InterruptedException {
    if (stopped != null) {
      throw new InterruptedException();
    }
    thread = Thread.currentThread();
  }

  /** How it really ends. From now on nothing interrupts. */
  private synchronized RunEnd close(RunEnd end) {
    over = true;
    boolean _ = Thread.interrupted();
    return stopped == null ? end : stopped;
  }

  private void finish(RunEnd end) {
    pumps.programOver(end.isSuccess());
    pumps.abort();
    if (!end.isSuccess()) {
      failOutputs();
    }
    removeScratch();
    live.ends(end, place.clock().now());
  }

  private void failOutputs() {
    try {
      pumps.failOutputs();
    } catch (RuntimeException e) {
      // Readers of it wait in vain, but the run itself must come to its end.
      place.log().accept("outputs of run " + id + " could not be marked failed: " + e);
    }
  }

  private void removeScratch() {
    if (pumps.isEmpty()) {
      return;
    }
    try {
      place.removal().accept(scratch());
    } catch (RuntimeException stays) {
      place.log().accept("what lies in " + scratch() + " could not be removed: " + stays);
    }
  }

  private Path scratch() {
    return place.runs().resolve(Long.toString(id)).resolve("scratch");
  }

  private RunEnd lead() throws InterruptedException {
    admitted.remarks().forEach(text -> remark("", text));
    RunImages.Found image =
        place.images().find(codespec().image(), new PullRemarks(text -> remark(MAIN, text)));
    Path folder = scratch().resolve("pipes");
    if (!pumps.isEmpty()) {
      pumps.makePipes(scratch(), folder);
    }
    var maker =
        new RunTask(
            id,
            codespec(),
            admitted.room(),
            admitted.identity(),
            pumps.isEmpty() ? Optional.empty() : Optional.of(folder));
    Task task = maker.make(image, place.images(), place.ids());
    var request = new TaskRequest(Long.toString(id), MAIN, task, 0, admitted.room().demand());
    RunEnd end;
    try (TaskResult result = place.engine().run(request, new Watcher(folder))) {
      end = TaskEnds.of(result.outcome(), codespec());
    } finally {
      awaitStarter();
    }
    pumps.programOver(end.isSuccess());
    pumps.await();
    return end;
  }

  /** What begins beside us has begun. */
  private void awaitStarter() throws InterruptedException {
    Thread starting = starter;
    if (starting != null) {
      starting.join();
    }
  }

  private void begin(Path folder) {
    try {
      if (!pumps.isEmpty()) {
        pumps.begin(folder);
      }
      live.starts(place.clock().now());
    } catch (RuntimeException | Error fault) {
      stop(TaskEnds.of(fault));
    }
  }

  private void pumpFailed(String parameter, String why) {
    remark(parameter + SIDECAR, why);
    stop(RunEnd.failed(why));
  }

  private void remark(String path, String text) {
    place.journal().record(id, path, new Remark(text));
  }

  /** Passes on what the program writes, and begins what is there only while it runs. */
  private final class Watcher implements TaskWatcher {
    private final Path folder;

    Watcher(Path folder) {
      this.folder = folder;
    }

    @Override
    public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
      byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
      place.journal().record(id, MAIN, new OutputWritten(stream, piece));
    }

    @Override
    public void starts() {
      // The engine must not wait for us.
      starter = Thread.ofVirtual().name("run " + id + " starts").start(() -> begin(folder));
    }
  }
}
