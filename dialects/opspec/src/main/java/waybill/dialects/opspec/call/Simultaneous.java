package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import waybill.dialects.opspec.value.Value;
import waybill.model.task.Outcome.Canceller;

/**
 * Calls at the same time, each on a thread of its own, and nothing of them is left when they are
 * over. The first failure ends all others and is the failure of the whole, whatever the others then
 * say. What they assigned is merged in the order in which they are written, later ones over earlier
 * ones, and not in the order in which they ended. For one thread, and one use.
 */
final class Simultaneous {

  /** One of the calls. */
  interface Member {
    CallEnd run(int index, Branch branch);
  }

  /** Which other calls are to end when one has ended; none by default. */
  interface Dismissal extends IntFunction<List<Integer>> {}

  private record Ended(int index, CallEnd end) {}

  private final Branch parent;
  private final int count;
  private final int atOnce;
  private final Member member;
  private final Dismissal dismissal;

  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final Map<Integer, Branch> running = new LinkedHashMap<>();
  private final List<Map<String, Value>> assigned;
  private int next;

  /** Why no more are begun, and how it all ends then. */
  private @Nullable CallEnd verdict;

  /**
   * Prepares calls.
   *
   * @param parent the branch of the caller: when it is killed, all are
   * @param atOnce so many run at a time; more begin as others end
   */
  Simultaneous(Branch parent, int count, int atOnce, Member member, Dismissal dismissal) {
    this.parent = parent;
    this.count = count;
    this.atOnce = atOnce;
    this.member = member;
    this.dismissal = dismissal;
    this.assigned = new ArrayList<>(count);
  }

  /** Runs all of them. */
  CallEnd run() {
    while (assigned.size() < count) {
      assigned.add(CallEnd.NOTHING);
    }
    beginMore();
    while (!running.isEmpty()) {
      take(next());
      beginMore();
    }
    Map<String, Value> merged = new LinkedHashMap<>();
    assigned.forEach(merged::putAll);
    return switch (verdict) {
      case null -> new CallEnd.Succeeded(merged);
      case CallEnd.Killed(var by, var _) -> new CallEnd.Killed(by, merged);
      case CallEnd.Failed failed -> failed;
      case CallEnd.Succeeded _, CallEnd.Skipped _ ->
          throw new IllegalStateException("no reason to stop");
    };
  }

  private void beginMore() {
    while (verdict == null && next < count && running.size() < atOnce) {
      int index = next++;
      var branch = new Branch();
      running.put(index, branch);
      Thread.ofVirtual().name("waybill-call").start(() -> runMember(index, branch));
    }
  }

  /** Says that it has ended, whatever happens: somebody waits for it. */
  private void runMember(int index, Branch branch) {
    CallEnd end = new CallEnd.Killed(Canceller.WAYBILL, CallEnd.NOTHING);
    try {
      end = member.run(index, branch);
    } catch (Throwable broken) {
      end = new CallEnd.Failed(CallFailure.internal(broken));
    } finally {
      ended.add(new Ended(index, end));
    }
  }

  /** The next that ends. Being killed is passed on to all, and then their ends are waited for. */
  private Ended next() {
    if (verdict == null) {
      try {
        return parent.await(ended::take);
      } catch (InterruptedException killed) {
        Canceller by = parent.killedBy().orElse(Canceller.WAYBILL);
        stop(new CallEnd.Killed(by, CallEnd.NOTHING), by);
      }
    }
    while (true) {
      try {
        return ended.take();
      } catch (InterruptedException again) {
        // All have been told to end, and nothing may be left of them.
      }
    }
  }

  private void take(Ended one) {
    Branch branch = running.remove(one.index());
    assigned.set(one.index(), one.end().assigned());
    switch (one.end()) {
      case CallEnd.Failed(CallFailure failure) ->
          stop(new CallEnd.Failed(failure.inParallel()), Canceller.SIBLING);
      case CallEnd.Killed(var by, var _) -> {
        // By one of us it is no news. Else somebody ends the whole run, and we only hear of it
        // here.
        if (branch == null || branch.killedBy().isEmpty()) {
          stop(new CallEnd.Killed(by, CallEnd.NOTHING), by);
        }
      }
      case CallEnd.Succeeded _, CallEnd.Skipped _ -> {}
    }
    for (int index : dismissal.apply(one.index())) {
      Branch dismissed = running.get(index);
      if (dismissed != null) {
        dismissed.kill(Canceller.SIBLING);
      }
    }
  }

  private void stop(CallEnd why, Canceller by) {
    if (verdict == null) {
      verdict = why;
      running.values().forEach(branch -> branch.kill(by));
    }
  }
}
