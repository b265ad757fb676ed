package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.opspec.written.WrittenPredicate.Order;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecValue;

/** Makes the records of conditions. */
final class Predicates {
  private Predicates() {}

  static List<WrittenPredicate> of(List<SpecValue> written) {
    List<WrittenPredicate> predicates = new ArrayList<>();
    for (SpecValue one : written) {
      predicates.add(predicate(((SpecObject) one).members().getFirst()));
    }
    return predicates;
  }

  private static WrittenPredicate predicate(Member member) {
    return switch (member.key()) {
      case "eq" -> new WrittenPredicate.Equal(items(member), member.keySpan());
      case "ne" -> new WrittenPredicate.NotEqual(items(member), member.keySpan());
      case "gt" -> ordered(Order.GREATER, member);
      case "gte" -> ordered(Order.GREATER_OR_EQUAL, member);
      case "lt" -> ordered(Order.LESS, member);
      case "lte" -> ordered(Order.LESS_OR_EQUAL, member);
      case "exists" -> new WrittenPredicate.Exists(member.value(), member.keySpan());
      case "notExists" -> new WrittenPredicate.NotExists(member.value(), member.keySpan());
      default -> // the table of shapes has no other
          throw new IllegalStateException("a condition was not refused: " + member.key());
    };
  }

  private static WrittenPredicate ordered(Order order, Member member) {
    return new WrittenPredicate.Ordered(order, items(member), member.keySpan());
  }

  private static List<SpecValue> items(Member member) {
    return ((SpecArray) member.value()).elements();
  }
}
