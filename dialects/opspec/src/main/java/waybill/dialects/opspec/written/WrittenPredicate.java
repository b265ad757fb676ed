package waybill.dialects.opspec.written;

import java.util.List;
import waybill.model.document.Span;
import waybill.model.document.SpecValue;

/** A condition. */
public sealed interface WrittenPredicate {
  /** Of the keyword. */
  Span span();

  record Equal(List<SpecValue> items, Span span) implements WrittenPredicate {}

  record NotEqual(List<SpecValue> items, Span span) implements WrittenPredicate {}

  record Ordered(Order order, List<SpecValue> items, Span span) implements WrittenPredicate {}

  record Exists(SpecValue reference, Span span) implements WrittenPredicate {}

  record NotExists(SpecValue reference, Span span) implements WrittenPredicate {}

  /** Between each item and the next. */
  enum Order {
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL
  }
}
