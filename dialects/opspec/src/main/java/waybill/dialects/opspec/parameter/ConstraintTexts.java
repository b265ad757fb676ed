package waybill.dialects.opspec.parameter;

import dev.harrel.jsonschema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.NumberText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;

/**
 * Words for what the library found, as the older program has them. They quote the constraints and
 * never the value, which may be a secret.
 */
final class ConstraintTexts {
  private final Value schema;
  private final Value instance;

  ConstraintTexts(Value schema, Value instance) {
    this.schema = schema;
    this.instance = instance;
  }

  /** The texts of one finding; none when another finding says it better. */
  List<String> of(Error error) {
    List<String> path = parts(error.getEvaluationPath());
    if (isInsideOfAlternative(path)) {
      return List.of();
    }
    List<String> place = parts(error.getInstanceLocation());
    String last = path.isEmpty() ? "" : path.getLast();
    // A schema that is `false` has no keyword: what it is the schema of says why.
    if (error.getKeyword() == null) {
      return List.of(forbidden(last, place));
    }
    String before = place.isEmpty() ? "" : shown(place) + ": ";
    Value operand = at(schema, path).orElse(schema);
    List<String> texts = new ArrayList<>();
    for (String text : texts(last, operand, at(instance, place).orElse(instance))) {
      texts.add(before + text);
    }
    return texts;
  }

  // The alternative itself is told, not each way in which it was not met.
  private static boolean isInsideOfAlternative(List<String> path) {
    for (int i = 0; i < path.size() - 1; i++) {
      switch (path.get(i)) {
        case "anyOf", "oneOf", "not", "if", "contains", "propertyNames" -> {
          // A property may be called like that.
          if (i == 0 || !path.get(i - 1).equals("properties")) {
            return true;
          }
        }
        // All other keywords are on the way to what is wrong.
        default -> {}
      }
    }
    return false;
  }

  private String forbidden(String keyword, List<String> place) {
    String name = place.isEmpty() ? "" : place.getLast();
    List<String> parent = place.isEmpty() ? place : place.subList(0, place.size() - 1);
    String before = parent.isEmpty() ? "" : shown(parent) + ": ";
    return switch (keyword) {
      case "additionalItems" -> before + "No additional items allowed on array";
      case "additionalProperties" -> before + "Additional property " + name + " is not allowed";
      // Another schema that nothing meets.
      default -> (place.isEmpty() ? "" : shown(place) + ": ") + "No value is allowed here";
    };
  }

  private static List<String> texts(String keyword, Value operand, Value value) {
    return switch (keyword) {
      case "required" -> missing(operand, value);
      case "dependencies" -> List.of("Has a property without those that it depends on");
      // What is wrong inside of them has told already.
      case "properties", "patternProperties", "additionalProperties", "items", "additionalItems" ->
          List.of();
      // One keyword, one text.
      default -> List.of(text(keyword, operand, value));
    };
  }

  private static String text(String keyword, Value operand, Value value) {
    String bound = operand instanceof NumberValue number ? NumberText.plain(number.value()) : "";
    return switch (keyword) {
      case "minimum" -> "Must be greater than or equal to " + bound;
      case "maximum" -> "Must be less than or equal to " + bound;
      case "exclusiveMinimum" -> "Must be greater than " + bound;
      case "exclusiveMaximum" -> "Must be less than " + bound;
      case "multipleOf" -> "Must be a multiple of " + bound;
      case "minLength" -> "String length must be greater than or equal to " + bound;
      case "maxLength" -> "String length must be less than or equal to " + bound;
      case "pattern" -> "Does not match pattern '" + plain(operand) + "'";
      case "format" -> "Does not match format '" + plain(operand) + "'";
      case "enum" -> "must be one of the following: " + list(operand);
      case "const" -> "must be " + JsonText.of(operand);
      case "allOf" -> "Must validate all the schemas (allOf)";
      case "anyOf" -> "Must validate at least one schema (anyOf)";
      case "oneOf" -> "Must validate one and only one schema (oneOf)";
      case "not" -> "Must not validate the schema (not)";
      case "if" -> "Must validate the schema that its condition asks for (if, then, else)";
      case "minProperties" -> "Must have at least " + bound + " properties";
      case "maxProperties" -> "Must have at most " + bound + " properties";
      case "minItems" -> "Array must have at least " + bound + " items";
      case "maxItems" -> "Array must have at most " + bound + " items";
      case "uniqueItems" -> "array items must be unique";
      case "contains" -> "At least one of the items must match";
      case "propertyNames" -> "A name of a property does not match";
      case "type" -> "Invalid type. Expected: " + types(operand) + ", given: " + type(value);
      // A keyword that drafts to come may bring.
      default -> "Does not meet `" + keyword + "`";
    };
  }

  private static List<String> missing(Value required, Value value) {
    List<String> texts = new ArrayList<>();
    if (required instanceof ArrayValue names && value instanceof ObjectValue object) {
      for (Value name : names.items()) {
        if (!object.properties().containsKey(plain(name))) {
          texts.add(plain(name) + " is required");
        }
      }
    }
    return texts;
  }

  private static String plain(Value value) {
    return value instanceof StringValue string ? string.text() : JsonText.of(value);
  }

  private static String list(Value operand) {
    StringBuilder list = new StringBuilder();
    if (operand instanceof ArrayValue array) {
      for (Value item : array.items()) {
        list.append(list.isEmpty() ? "" : ", ").append(JsonText.of(item));
      }
    }
    return list.toString();
  }

  private static String types(Value operand) {
    if (!(operand instanceof ArrayValue array)) {
      return plain(operand);
    }
    List<String> types = new ArrayList<>();
    array.items().forEach(type -> types.add(plain(type)));
    return String.join(" or ", types);
  }

  private static String type(Value value) {
    return value instanceof NumberValue number && Math.rint(number.value()) == number.value()
        ? "integer"
        : value.type();
  }

  /** The parts of a JSON Pointer. */
  private static List<String> parts(String pointer) {
    List<String> parts = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String part : pointer.substring(1).split("/", -1)) {
        parts.add(part.replace("~1", "/").replace("~0", "~"));
      }
    }
    return parts;
  }

  private static Optional<Value> at(Value root, List<String> parts) {
    Value at = root;
    for (String part : parts) {
      Optional<Value> next =
          switch (at) {
            case ObjectValue object -> Optional.ofNullable(object.properties().get(part));
            case ArrayValue array -> Optional.of(array.items().get(Integer.parseInt(part)));
            // Scalars have no parts.
            default -> Optional.empty();
          };
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private String shown(List<String> place) {
    StringBuilder shown = new StringBuilder();
    Value at = instance;
    for (String part : place) {
      if (at instanceof ArrayValue) {
        shown.append('[').append(part).append(']');
      } else {
        shown.append(shown.isEmpty() ? "" : ".").append(part);
      }
      at = at(at, List.of(part)).orElse(at);
    }
    return shown.toString();
  }
}
