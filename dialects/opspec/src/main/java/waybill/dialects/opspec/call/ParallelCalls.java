package waybill.dialects.opspec.call;

import java.util.List;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.written.WrittenCall;

/**
 * Calls at the same time, all with the scope of the parallel. See {@link Simultaneous} for failures
 * and outputs, {@link Needs} for those that end when nobody needs them any more.
 */
final class ParallelCalls {
  private final Calls calls;

  ParallelCalls(Calls calls) {
    this.calls = calls;
  }

  CallEnd run(WrittenCall.Parallel parallel, Scope scope, CallPlace at, CallNews news) {
    news.started();
    List<WrittenCall> children = parallel.calls();
    List<String> segments = Segments.of(children);
    return new Simultaneous(
            at.branch(),
            children.size(),
            Integer.MAX_VALUE,
            (index, branch) ->
                calls.run(
                    children.get(index),
                    scope,
                    at.child(segments.get(index), branch, at.certain())),
            new Needs(children))
        .run();
  }
}
