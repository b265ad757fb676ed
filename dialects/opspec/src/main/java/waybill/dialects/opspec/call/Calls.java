package waybill.dialects.opspec.call;

import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.model.task.Outcome.Canceller;

/**
 * Runs calls of whatever kind, and returns when they are over. Whatever goes wrong in a call is its
 * end; no exception leaves it but those of a journal that cannot be written.
 */
final class Calls {
  private final RunTools tools;
  private final Predicates predicates;
  private final ContainerCalls containers;
  private final OpCalls ops;
  private final SerialCalls serials;
  private final ParallelCalls parallels;
  private final SerialLoops serialLoops;
  private final ParallelLoops parallelLoops;

  Calls(RunTools tools) {
    this.tools = tools;
    this.predicates = new Predicates(tools.expressions(), tools.scratch());
    this.containers = new ContainerCalls(tools);
    this.ops = new OpCalls(tools, this);
    this.serials = new SerialCalls(this);
    this.parallels = new ParallelCalls(this);
    this.serialLoops = new SerialLoops(tools, this, predicates);
    this.parallelLoops = new ParallelLoops(tools, this);
  }

  /** Runs a call in a scope. */
  CallEnd run(WrittenCall call, Scope scope, CallPlace place) {
    CallPlace at = call.common().conditions().isEmpty() ? place : place.uncertain();
    var news = new CallNews(tools, call, scope, at);
    CallEnd end = end(call, scope, at, news);
    boolean givesItsOwn =
        call instanceof WrittenCall.ContainerCall || call instanceof WrittenCall.OpCall;
    // What groups give is what those in them gave: told again it would be told without end.
    news.ended(end, givesItsOwn ? end.assigned() : Map.of());
    return end;
  }

  private CallEnd end(WrittenCall call, Scope scope, CallPlace at, CallNews news) {
    try {
      Optional<Canceller> killed = at.branch().killedBy();
      if (killed.isPresent()) {
        return new CallEnd.Killed(killed.get(), CallEnd.NOTHING);
      }
      if (at.depth() > CallPlace.MAX_DEPTH) {
        return failed(
            call, at, "calls stand within each other more than " + CallPlace.MAX_DEPTH + " deep");
      }
      Optional<WrittenPredicate> unmet = predicates.firstUnmet(call.common().conditions(), scope);
      if (unmet.isPresent()) {
        return new CallEnd.Skipped("if: " + PredicateText.of(unmet.get()) + " is false");
      }
      return switch (call) {
        case WrittenCall.ContainerCall container -> containers.run(container, scope, at, news);
        case WrittenCall.OpCall op -> ops.run(op, scope, at, news);
        case WrittenCall.Serial serial -> serials.run(serial, scope, at, news);
        case WrittenCall.Parallel parallel -> parallels.run(parallel, scope, at, news);
        case WrittenCall.SerialLoop loop -> serialLoops.run(loop, scope, at, news);
        case WrittenCall.ParallelLoop loop -> parallelLoops.run(loop, scope, at, news);
      };
    } catch (RuntimeException | Error wrong) {
      return at.branch().killedBy().isPresent()
          ? killed(at)
          : new CallEnd.Failed(CallFailure.of(wrong, at.op().loaded(), call.common().span()));
    }
  }

  private static CallEnd killed(CallPlace at) {
    return new CallEnd.Killed(at.branch().killedBy().orElse(Canceller.WAYBILL), CallEnd.NOTHING);
  }

  private static CallEnd failed(WrittenCall call, CallPlace at, String message) {
    return new CallEnd.Failed(CallFailure.at(at.op().loaded(), call.common().span(), message));
  }
}
