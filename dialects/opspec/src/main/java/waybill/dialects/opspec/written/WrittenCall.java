package waybill.dialects.opspec.written;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecValue;

/** A call: something that happens. What stands in it as {@link SpecValue} is an expression. */
public sealed interface WrittenCall {

  Common common();

  /**
   * What every call may have.
   *
   * @param name interpolated when shown, raw for {@code needs}
   * @param conditions all must hold, or the call is skipped
   * @param needs names of siblings that may end when all who need them have ended
   * @param span of the keyword that says which kind of call it is
   */
  record Common(
      Optional<String> name,
      Optional<String> description,
      List<WrittenPredicate> conditions,
      List<String> needs,
      Span span) {
    public Common {
      conditions = List.copyOf(conditions);
      needs = List.copyOf(needs);
    }
  }

  record ContainerCall(Common common, WrittenContainer container) implements WrittenCall {}

  /**
   * A call of another op.
   *
   * @param inputs in written order; a binding without expression means the variable of that name
   * @param outputs likewise
   */
  record OpCall(
      Common common,
      String ref,
      Span refSpan,
      Optional<WrittenCredentials> pullCredentials,
      List<Binding> inputs,
      List<Binding> outputs)
      implements WrittenCall {
    public OpCall {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  record Serial(Common common, List<WrittenCall> calls) implements WrittenCall {
    public Serial {
      calls = List.copyOf(calls);
    }
  }

  record Parallel(Common common, List<WrittenCall> calls) implements WrittenCall {
    public Parallel {
      calls = List.copyOf(calls);
    }
  }

  /** At least one of {@code range} and {@code until} is there. */
  record SerialLoop(
      Common common,
      Optional<SpecValue> range,
      Optional<List<WrittenPredicate>> until,
      LoopVariables variables,
      WrittenCall run)
      implements WrittenCall {}

  record ParallelLoop(Common common, SpecValue range, LoopVariables variables, WrittenCall run)
      implements WrittenCall {}

  /** Names, without {@code $(} and {@code )}, of what an iteration knows of itself. */
  record LoopVariables(Optional<String> index, Optional<String> key, Optional<String> value) {}

  /**
   * A name on the left and what it is bound to.
   *
   * @param expression empty for the shorthand, which means the variable of that name
   */
  record Binding(String name, Span nameSpan, Optional<SpecValue> expression) {}

  /** Both are expressions. */
  record WrittenCredentials(SpecValue username, SpecValue password) {}
}
