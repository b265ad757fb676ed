package waybill.dialects.opspec.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;

/**
 * One call for each entry of a range, all at the same time, each with the scope of the loop and
 * variables of its own. See {@link Simultaneous} for failures and outputs.
 */
final class ParallelLoops {

  /**
   * So many iterations exist at a time: a range of a million must not need the memory of a million
   * calls. Far more than ever run at a time, so that only those notice who count on all of so many
   * being there.
   */
  private static final int AT_ONCE = 10_000;

  private final RunTools tools;
  private final Calls calls;

  ParallelLoops(RunTools tools, Calls calls) {
    this.tools = tools;
    this.calls = calls;
  }

  CallEnd run(WrittenCall.ParallelLoop loop, Scope scope, CallPlace at, CallNews news) {
    List<LoopRange.Entry> entries =
        new LoopRange(loop.range(), tools.expressions(), tools.scratch()).entries(scope);
    news.started(Segments.kind(loop), detail -> detail.number("count", entries.size()));
    String segment = Segments.of(loop.run());
    return new Simultaneous(
            at.branch(),
            entries.size(),
            AT_ONCE,
            (index, branch) -> {
              Map<String, Value> variables =
                  LoopRange.variables(loop.variables(), index, Optional.of(entries.get(index)));
              return without(
                  loop,
                  calls.run(
                      loop.run(),
                      variables.isEmpty() ? scope : scope.with(variables),
                      at.iteration(index, segment, branch)));
            },
            _ -> List.of())
        .run();
  }

  private static CallEnd without(WrittenCall.ParallelLoop loop, CallEnd end) {
    return switch (end) {
      case CallEnd.Succeeded(var assigned) ->
          new CallEnd.Succeeded(LoopRange.withoutVariables(loop.variables(), assigned));
      case CallEnd.Killed(var by, var assigned) ->
          new CallEnd.Killed(by, LoopRange.withoutVariables(loop.variables(), assigned));
      case CallEnd.Failed failed -> failed;
      case CallEnd.Skipped skipped -> skipped;
    };
  }
}
