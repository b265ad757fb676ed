package waybill.dialects.opspec.call;

import java.util.List;
import java.util.stream.Collectors;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecValue;

/** Conditions as people wrote them, shortened. */
final class PredicateText {
  private static final int MAX_CHARACTERS = 120;

  private PredicateText() {}

  static String of(WrittenPredicate predicate) {
    return switch (predicate) {
      case WrittenPredicate.Equal(var items, var _) -> "eq" + list(items);
      case WrittenPredicate.NotEqual(var items, var _) -> "ne" + list(items);
      case WrittenPredicate.Ordered(var order, var items, var _) ->
          switch (order) {
                case GREATER -> "gt";
                case GREATER_OR_EQUAL -> "gte";
                case LESS -> "lt";
                case LESS_OR_EQUAL -> "lte";
              }
              + list(items);
      case WrittenPredicate.Exists(var reference, var _) -> "exists " + text(reference);
      case WrittenPredicate.NotExists(var reference, var _) -> "notExists " + text(reference);
    };
  }

  private static String list(List<SpecValue> items) {
    String all = items.stream().map(item -> ' ' + text(item)).collect(Collectors.joining());
    return all.length() <= MAX_CHARACTERS ? all : all.substring(0, MAX_CHARACTERS) + "...";
  }

  private static String text(SpecValue value) {
    return switch (value) {
      case SpecScalar scalar -> scalar.written();
      case SpecArray array -> "[" + array.elements().size() + " items]";
      case SpecObject object -> "{" + object.members().size() + " properties}";
    };
  }
}
