package waybill.dialects.opspec.written;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Source;
import waybill.model.document.Span;

/**
 * One op.yml.
 *
 * @param source its text, for telling problems
 * @param run empty for an op that does nothing
 */
public record WrittenOp(
    Source source,
    String name,
    Optional<String> description,
    List<WrittenParameter> inputs,
    List<WrittenParameter> outputs,
    Optional<WrittenCall> run,
    Optional<String> version,
    Optional<String> opspec,
    Span nameSpan) {
  public WrittenOp {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
