package waybill.dialects.opspec.call;

import java.util.List;
import java.util.Optional;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.dialects.opspec.written.WrittenPredicate.Order;
import waybill.model.document.SpecValue;

/**
 * Whether conditions hold. Items are compared from the left, and none is looked at behind the one
 * that decides.
 */
final class Predicates {
  private final Expressions expressions;
  private final Scratch scratch;

  Predicates(Expressions expressions, Scratch scratch) {
    this.expressions = expressions;
    this.scratch = scratch;
  }

  /** The first that does not hold; empty when all do. */
  Optional<WrittenPredicate> firstUnmet(List<WrittenPredicate> predicates, Scope scope) {
    for (WrittenPredicate predicate : predicates) {
      if (!holds(predicate, scope)) {
        return Optional.of(predicate);
      }
    }
    return Optional.empty();
  }

  boolean allHold(List<WrittenPredicate> predicates, Scope scope) {
    return firstUnmet(predicates, scope).isEmpty();
  }

  private boolean holds(WrittenPredicate predicate, Scope scope) {
    return switch (predicate) {
      case WrittenPredicate.Equal(var items, var _) -> allEqual(items, scope);
      case WrittenPredicate.NotEqual(var items, var _) -> !allEqual(items, scope);
      case WrittenPredicate.Ordered(var order, var items, var _) -> inOrder(order, items, scope);
      case WrittenPredicate.Exists(var reference, var _) ->
          expressions.exists(reference, scope, scratch);
      case WrittenPredicate.NotExists(var reference, var _) ->
          !expressions.exists(reference, scope, scratch);
    };
  }

  /** As texts. */
  private boolean allEqual(List<SpecValue> items, Scope scope) {
    String first = items.isEmpty() ? "" : expressions.string(items.getFirst(), scope, scratch);
    for (int i = 1; i < items.size(); i++) {
      if (!first.equals(expressions.string(items.get(i), scope, scratch))) {
        return false;
      }
    }
    return true;
  }

  private boolean inOrder(Order order, List<SpecValue> items, Scope scope) {
    for (int i = 0; i + 1 < items.size(); i++) {
      double left = expressions.number(items.get(i), scope, scratch).value();
      double right = expressions.number(items.get(i + 1), scope, scratch).value();
      boolean holds =
          switch (order) {
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
