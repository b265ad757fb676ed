package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import waybill.dialects.opspec.parameter.ParametersException;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.engine.LiveRuns;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.model.task.Outcome.Canceller;

/** One run of an op: from its arguments to its outputs, and nothing left but those. */
public final class OpRun {
  private final OpOrder order;
  private final String id;
  private final RunTools tools;
  private final KeptOutputs kept;
  private final Path folder;
  private final FolderRemoval removal;
  private final Branch branch = new Branch();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable CallEnd end;

  OpRun(OpOrder order, String id, RunTools tools, Path folder, FolderRemoval removal) {
    this.order = order;
    this.id = id;
    this.tools = tools;
    this.folder = folder;
    this.kept = new KeptOutputs(folder);
    this.removal = removal;
  }

  /** By which the journal knows it. */
  public long number() {
    return tools.run();
  }

  /** By which the language's own tools know it. */
  public String id() {
    return id;
  }

  /** Asks it to end, and returns at once. */
  public void cancel(Canceller by) {
    branch.kill(by);
    tools.containers().cancel(by);
  }

  /**
   * Waits until it is over and in the journal.
   *
   * @return with success: its outputs
   */
  public CallEnd await() throws InterruptedException {
    over.await();
    CallEnd reached = end;
    if (reached == null) {
      throw new IllegalStateException("a run is over without an end");
    }
    return reached;
  }

  /**
   * Waits like {@link #await}, and returns the outputs as one JSON object without secrets: files,
   * dirs and sockets are their paths. Without success there are none.
   */
  public String outputs() throws InterruptedException {
    var json = new StringBuilder("{");
    if (await() instanceof CallEnd.Succeeded(Map<String, Value> given)) {
      for (Map.Entry<String, Value> output : given.entrySet()) {
        json.append(json.length() > 1 ? "," : "")
            .append(JsonText.quoted(output.getKey()))
            .append(':')
            .append(JsonText.of(output.getValue()));
      }
    }
    return tools.secrets().maskedJson(json.append('}').toString());
  }

  /** All of it, in the calling thread. */
  void run(LiveRuns.Registration registration) {
    try {
      end = finished(whole());
    } catch (Throwable broken) {
      end = new CallEnd.Failed(CallFailure.internal(broken));
    } finally {
      registration.close();
      over.countDown();
    }
  }

  private CallEnd whole() {
    try {
      return ended(body());
    } catch (RuntimeException | Error broken) {
      return new CallEnd.Failed(CallFailure.internal(broken));
    }
  }

  /** Whatever stays behind, the journal hears of the end. */
  private CallEnd finished(CallEnd reached) {
    try {
      removeScratch();
    } finally {
      tools.journal().end(tools.run(), CallNews.ending(reached));
    }
    return reached;
  }

  private CallEnd body() {
    ActiveOp op = ActiveOp.root(order.op(), order.ref());
    CallPlace at = CallPlace.root(id, op, branch);
    try {
      tools.record(
          "",
          new GroupStarted(
              "op",
              order.ref(),
              CallNews.head(at, Optional.empty())
                  .string("place", order.op().place(order.op().op().nameSpan()))
                  .string("ref", order.ref())
                  .close()));
      var body = new OpBody(tools, new Calls(tools));
      SequencedMap<String, Value> inputs =
          body.inputs(op, order.arguments(), Optional.of(order.directory()));
      return body.run(op, inputs, Optional.of(order.directory()), at);
    } catch (ParametersException wrong) {
      return new CallEnd.Failed(
          CallFailure.at(
              order.op(), order.op().op().nameSpan(), String.valueOf(wrong.getMessage())));
    } catch (RuntimeException | Error wrong) {
      return new CallEnd.Failed(CallFailure.of(wrong, order.op(), order.op().op().nameSpan()));
    }
  }

  private CallEnd ended(CallEnd reached) {
    CallEnd ended =
        reached instanceof CallEnd.Succeeded(Map<String, Value> given)
            ? new CallEnd.Succeeded(kept.keep(given, order.op().op().outputs()))
            : reached;
    tools.record(
        "", new GroupEnded(CallNews.ending(ended), CallNews.detail(ended, ended.assigned())));
    return ended;
  }

  private void removeScratch() {
    try {
      removal.remove(folder.resolve("scratch"));
      boolean _ = folder.toFile().delete(); // where something else is in it, it stays
    } catch (RuntimeException stays) {
      tools.remark("", "warning: the run's own files could not be removed: " + stays.getMessage());
    }
  }
}
