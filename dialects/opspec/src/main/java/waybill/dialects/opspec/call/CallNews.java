package waybill.dialects.opspec.call;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.model.document.SpecString;

/** Tells the journal of one call: that it began, once, and how it ended. */
final class CallNews {
  private final RunTools tools;
  private final WrittenCall call;
  private final Scope scope;
  private final CallPlace at;
  private boolean started;

  CallNews(RunTools tools, WrittenCall call, Scope scope, CallPlace at) {
    this.tools = tools;
    this.call = call;
    this.scope = scope;
    this.at = at;
  }

  /** The call begins, and there is nothing special to say of it. */
  void started() {
    started(Segments.kind(call), detail -> detail);
  }

  /**
   * The call begins.
   *
   * @param label what people call it, where it has no name
   * @param more what only this kind of call has to say
   */
  void started(String label, UnaryOperator<DetailWriter> more) {
    started = true;
    Optional<String> name = name();
    DetailWriter detail =
        head(at, call.common().name().isPresent() ? name : Optional.empty())
            .string("place", at.op().loaded().place(call.common().span()));
    tools.record(
        at.path(),
        new GroupStarted(Segments.kind(call), name.orElse(label), more.apply(detail).close()));
  }

  static DetailWriter head(CallPlace at, Optional<String> name) {
    DetailWriter detail = new DetailWriter().string("id", at.id());
    at.parentId().ifPresent(parent -> detail.string("parentId", parent));
    detail.string("op", at.op().loaded().folder().toString());
    name.ifPresent(text -> detail.string("name", text));
    return detail;
  }

  /** The name with its references replaced; as written when that cannot be done. */
  private Optional<String> name() {
    Optional<String> name = call.common().name();
    if (name.isEmpty() || name.get().indexOf('$') < 0) {
      return name;
    }
    try {
      var written = new SpecString(name.get(), call.common().span());
      return Optional.of(tools.expressions().string(written, scope, tools.scratch()));
    } catch (InterpretationException unknown) {
      return name; // it is only shown
    }
  }

  /**
   * The call is over.
   *
   * @param outputs what is told of what it gave
   */
  void ended(CallEnd end, Map<String, Value> outputs) {
    if (!started && !(end instanceof CallEnd.Skipped)) {
      started();
    }
    tools.record(at.path(), new GroupEnded(ending(end), detail(end, outputs)));
  }

  static Ending ending(CallEnd end) {
    return switch (end) {
      case CallEnd.Succeeded _ -> new Ending.Succeeded();
      case CallEnd.Failed(CallFailure failure) -> new Ending.Failed(failure.text());
      case CallEnd.Killed(var by, var _) -> new Ending.Killed(by);
      case CallEnd.Skipped(String reason) -> new Ending.Skipped(reason);
    };
  }

  /** Where exactly it failed is told as well: the call may be long. */
  static String detail(CallEnd end, Map<String, Value> outputs) {
    DetailWriter detail = new DetailWriter();
    if (end instanceof CallEnd.Failed(CallFailure failure)) {
      detail.string("place", failure.place());
    } else if (!outputs.isEmpty()) {
      OutputDetail.write(outputs, detail);
    }
    return detail.close();
  }
}
