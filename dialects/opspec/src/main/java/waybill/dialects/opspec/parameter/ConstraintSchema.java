package waybill.dialects.opspec.parameter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.model.document.SpecObject;

/**
 * Makes one draft's schema of constraints that may mix several, and refuses what must not be
 * checked: references, which can go in circles or multiply, and regular expressions that are none.
 */
final class ConstraintSchema {
  /** Keywords whose members are schemas by name. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "dependencies", "definitions");

  /** Keywords whose values are data. */
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

  private ConstraintSchema() {}

  /**
   * The schema.
   *
   * @throws WrongValueException if it must not be checked
   */
  static Value of(SpecObject written) {
    return schema(ValueText.of(written));
  }

  private static Value schema(Value value) {
    if (value instanceof ArrayValue array) {
      List<Value> schemas = new ArrayList<>();
      array.items().forEach(item -> schemas.add(schema(item)));
      return new ArrayValue(schemas);
    }
    if (!(value instanceof ObjectValue object)) {
      return value;
    }
    SequencedMap<String, Value> keywords = new LinkedHashMap<>();
    for (Map.Entry<String, Value> keyword : object.properties().entrySet()) {
      keywords.put(keyword.getKey(), keyword(keyword.getKey(), keyword.getValue()));
    }
    exclusive(keywords, "minimum", "exclusiveMinimum");
    exclusive(keywords, "maximum", "exclusiveMaximum");
    return new ObjectValue(keywords);
  }

  private static Value keyword(String name, Value value) {
    if (name.equals("$ref")) {
      throw new WrongValueException("`$ref` is not supported; write the schema where it is wanted");
    }
    if (name.equals("pattern") && value instanceof StringValue pattern) {
      regularExpression(pattern.text());
    }
    if (DATA.contains(name)) {
      return value;
    }
    if (NAMED.contains(name) && value instanceof ObjectValue named) {
      SequencedMap<String, Value> schemas = new LinkedHashMap<>();
      named.properties().forEach((key, schema) -> schemas.put(key, schema(schema)));
      if (name.equals("patternProperties")) {
        schemas.sequencedKeySet().forEach(ConstraintSchema::regularExpression);
      }
      return new ObjectValue(schemas);
    }
    return schema(value);
  }

  /** In draft 4 `exclusiveMinimum: true` says how `minimum` is meant; later it is a number. */
  private static void exclusive(SequencedMap<String, Value> keywords, String bound, String key) {
    if (keywords.get(key) instanceof BooleanValue exclusive) {
      keywords.remove(key);
      if (exclusive.value() && keywords.get(bound) instanceof NumberValue number) {
        keywords.remove(bound);
        keywords.put(key, number);
      }
    }
  }

  private static void regularExpression(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new WrongValueException(
          "`" + pattern + "` is not a regular expression: " + e.getDescription());
    }
  }
}
