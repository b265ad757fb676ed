package waybill.dialects.opspec.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;

/**
 * Calls one after another: each finds what those before it assigned. The first that fails ends the
 * serial with its failure. What the serial gives is what its calls assigned, and not what was there
 * before.
 */
final class SerialCalls {
  private final Calls calls;

  SerialCalls(Calls calls) {
    this.calls = calls;
  }

  CallEnd run(WrittenCall.Serial serial, Scope scope, CallPlace at, CallNews news) {
    news.started(
        Segments.kind(serial), detail -> detail.strings("plan", Segments.plan(serial.calls())));
    List<String> segments = Segments.of(serial.calls());
    Map<String, Value> assigned = new LinkedHashMap<>();
    Scope current = scope;
    for (int i = 0; i < serial.calls().size(); i++) {
      CallEnd end = calls.run(serial.calls().get(i), current, at.child(segments.get(i)));
      if (end instanceof CallEnd.Failed) {
        return end;
      }
      Map<String, Value> more = end.assigned();
      if (!more.isEmpty()) {
        assigned.putAll(more);
        current = current.with(more);
      }
      if (end instanceof CallEnd.Killed killed) {
        return new CallEnd.Killed(killed.by(), assigned);
      }
    }
    return new CallEnd.Succeeded(assigned);
  }
}
