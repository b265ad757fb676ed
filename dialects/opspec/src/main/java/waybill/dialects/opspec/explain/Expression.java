package waybill.dialects.opspec.explain;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.dialects.opspec.written.WrittenPredicate.Equal;
import waybill.dialects.opspec.written.WrittenPredicate.Exists;
import waybill.dialects.opspec.written.WrittenPredicate.NotEqual;
import waybill.dialects.opspec.written.WrittenPredicate.NotExists;
import waybill.dialects.opspec.written.WrittenPredicate.Ordered;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecValue;

/** Expressions as they were written, in one line. */
final class Expression {
  private Expression() {}

  static String text(SpecValue expression) {
    return switch (expression) {
      case SpecNull _ -> "null";
      case SpecBoolean flag -> String.valueOf(flag.value());
      case SpecScalar scalar -> line(scalar.written());
      case SpecArray array -> "[" + texts(array.elements()) + "]";
      case SpecObject object -> {
        List<String> members = new ArrayList<>();
        object.members().forEach(m -> members.add(line(m.key()) + ": " + text(m.value())));
        yield "{" + String.join(", ", members) + "}";
      }
    };
  }

  static String text(WrittenPredicate predicate) {
    return switch (predicate) {
      case Equal equal -> "eq [" + texts(equal.items()) + "]";
      case NotEqual notEqual -> "ne [" + texts(notEqual.items()) + "]";
      case Ordered ordered ->
          switch (ordered.order()) {
                case GREATER -> "gt";
                case GREATER_OR_EQUAL -> "gte";
                case LESS -> "lt";
                case LESS_OR_EQUAL -> "lte";
              }
              + " ["
              + texts(ordered.items())
              + "]";
      case Exists exists -> "exists " + text(exists.reference());
      case NotExists notExists -> "notExists " + text(notExists.reference());
    };
  }

  private static String texts(List<SpecValue> expressions) {
    return String.join(", ", expressions.stream().map(Expression::text).toList());
  }

  /** Scripts have many lines; control characters of a file are not for terminals. */
  private static String line(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append(i == text.length() - 1 ? "" : "⏎");
      } else {
        line.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return line.toString();
  }
}
