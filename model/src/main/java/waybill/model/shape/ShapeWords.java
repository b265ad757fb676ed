package waybill.model.shape;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;

/**
 * How a language says what {@link ShapeChecker} found. {@code where} is the way to the value, empty
 * at the root of the document; texts of the document come in one short line.
 */
public interface ShapeWords {

  /** A key that nobody knows, with the help for it. */
  Problem unknownKey(String where, Shape.Fields fields, SpecObject.Member member);

  /** A key of the author's own that breaks the rule for such keys. */
  Problem badKey(String where, String key, String wanted, Span span);

  /** A value of the right kind that is none of those that are allowed. */
  Problem badText(String where, String wanted, String text, Span span);

  /**
   * A value of the wrong kind.
   *
   * @param written the text of a scalar
   */
  Problem wrongKind(String where, String wanted, SpecValue value, String written);

  /** A key that has to be there. */
  Problem missing(String where, Shape.Fields fields, Shape.Field field, SpecObject object);

  /** None of the keys of which there has to be one. */
  Problem noneOf(String where, Shape.Fields fields, List<String> names, SpecObject object);

  /**
   * Several of the keys of which there may be one.
   *
   * @param present at least two
   */
  Problem severalOf(
      String where, Shape.Fields fields, List<String> names, List<SpecObject.Member> present);

  /**
   * What to do about a value of the wrong kind.
   *
   * @param text whether a text would have done
   * @param rule of such a text, with an example
   */
  static Optional<String> kindHelp(SpecValue value, boolean text, Optional<String> rule) {
    if (rule.isPresent()) {
      return rule;
    }
    if (value instanceof SpecNull) {
      return Optional.of("give it a value, or leave the key out");
    }
    boolean unquoted = value instanceof SpecNumber || value instanceof SpecBoolean;
    return text && unquoted ? Optional.of("put it in quotes to make it text") : Optional.empty();
  }

  /** What kind of value it is, as the end of the sentence "must be …, not …". */
  static String kind(SpecValue value, String written) {
    return switch (value) {
      case SpecObject _ -> "a mapping";
      case SpecArray _ -> "a list";
      case SpecString _ -> "the text `" + written + "`";
      case SpecNumber _ -> "the number `" + written + "`";
      case SpecBoolean _ -> "the boolean `" + written + "`";
      case SpecNull _ -> "nothing";
    };
  }

  /** What may be said of a key that nobody knows: the field's own help, near names, or all. */
  static String unknownHelp(Shape.Fields fields, String key) {
    for (Shape.Elsewhere elsewhere : fields.elsewhere()) {
      if (elsewhere.name().equalsIgnoreCase(key)) {
        return elsewhere.help();
      }
    }
    return NearestNames.help(key, fields.names()).orElseGet(() -> known(fields.names()));
  }

  private static String known(List<String> names) {
    return names.isEmpty() ? "it has no keys" : "its keys are `" + String.join("`, `", names) + "`";
  }

  /** Names as "one of `a`, `b`", or the name where there is one. */
  static String oneOf(List<String> names) {
    String all = "`" + String.join("`, `", names) + "`";
    return names.size() == 1 ? all : "one of " + all;
  }

  /** Of a large mapping its first key is enough to find it. */
  static Span firstPlace(SpecObject object) {
    return object.members().isEmpty() ? object.span() : object.members().getFirst().keySpan();
  }
}
