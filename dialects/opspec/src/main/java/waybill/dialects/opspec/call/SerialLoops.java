package waybill.dialects.opspec.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.model.task.Outcome.Canceller;

/**
 * One call again and again, one iteration after another: as long as the range has something for the
 * next one, and until its conditions hold. What an iteration assigns, the next one finds, and those
 * behind the loop; the loop's own variables end with each iteration.
 *
 * <p>{@code until} is asked before each iteration, the first included, and knows the index of the
 * iteration that would come. Of a range it knows the key and value that the loop has come to: those
 * of the iteration that has just ended, or the first ones.
 */
final class SerialLoops {
  private final RunTools tools;
  private final Calls calls;
  private final Predicates predicates;

  SerialLoops(RunTools tools, Calls calls, Predicates predicates) {
    this.tools = tools;
    this.calls = calls;
    this.predicates = predicates;
  }

  CallEnd run(WrittenCall.SerialLoop loop, Scope scope, CallPlace at, CallNews news) {
    Optional<LoopRange> range =
        loop.range().map(written -> new LoopRange(written, tools.expressions(), tools.scratch()));
    int count = range.isPresent() ? range.get().entries(scope).size() : -1;
    news.started(Segments.kind(loop), detail -> count < 0 ? detail : detail.number("count", count));
    String segment = Segments.of(loop.run());
    Map<String, Value> assigned = new LinkedHashMap<>();
    Scope current = scope;
    for (int index = 0; index < Integer.MAX_VALUE; index++) {
      Optional<Canceller> killed = at.branch().killedBy();
      if (killed.isPresent()) {
        return new CallEnd.Killed(killed.get(), assigned);
      }
      Optional<LoopRange.Entry> entry = Optional.empty();
      if (range.isPresent()) {
        List<LoopRange.Entry> entries = range.get().entries(current);
        if (index >= entries.size()) {
          break;
        }
        entry = Optional.of(entries.get(index));
        if (isOver(loop, current, index, Optional.of(entries.get(Math.max(0, index - 1))))) {
          break;
        }
      } else if (isOver(loop, current, index, entry)) {
        break;
      }
      CallEnd end =
          calls.run(
              loop.run(),
              with(current, LoopRange.variables(loop.variables(), index, entry)),
              at.iteration(index, segment, at.branch()));
      if (end instanceof CallEnd.Failed) {
        return end;
      }
      Map<String, Value> more = LoopRange.withoutVariables(loop.variables(), end.assigned());
      assigned.putAll(more);
      current = with(current, more);
      range.ifPresent(r -> r.after(more.keySet()));
      if (end instanceof CallEnd.Killed killedCall) {
        return new CallEnd.Killed(killedCall.by(), assigned);
      }
    }
    return new CallEnd.Succeeded(assigned);
  }

  private boolean isOver(
      WrittenCall.SerialLoop loop, Scope scope, int index, Optional<LoopRange.Entry> reached) {
    return loop.until().isPresent()
        && predicates.allHold(
            loop.until().get(), with(scope, LoopRange.variables(loop.variables(), index, reached)));
  }

  private static Scope with(Scope scope, Map<String, Value> more) {
    return more.isEmpty() ? scope : scope.with(more);
  }
}
