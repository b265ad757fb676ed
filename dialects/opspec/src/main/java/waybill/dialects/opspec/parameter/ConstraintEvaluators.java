package waybill.dialects.opspec.parameter;

import com.google.re2j.Pattern;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.value.WrongValueException;

/**
 * The keywords that the library must not check itself: regular expressions, because its own can
 * take for ever and it ignores broken ones; unique items, because it compares each with each; and
 * formats, because the language has some of its own.
 *
 * <p>RE2's expressions, which are those of the older program, take time in proportion to the text.
 */
final class ConstraintEvaluators implements EvaluatorFactory {
  /** In UTF-16 units; a longer text would be looked through for too long. */
  private static final int LONGEST_MATCHED = 1 << 20;

  @Override
  public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode node) {
    return switch (keyword) {
      case "pattern" -> node.isString() ? Optional.of(pattern(node)) : Optional.empty();
      case "format" -> node.isString() ? Optional.of(format(node)) : Optional.empty();
      case "patternProperties" ->
          node.isObject() ? Optional.of(patternProperties(context, node)) : Optional.empty();
      case "uniqueItems" ->
          node.isBoolean() && node.asBoolean()
              ? Optional.of(ConstraintEvaluators::uniqueItems)
              : Optional.empty();
      case "additionalProperties" -> additionalProperties(context, node);
      // The library knows all others.
      default -> Optional.empty();
    };
  }

  private static Evaluator pattern(JsonNode node) {
    Pattern pattern = Pattern.compile(node.asString());
    return (context, instance) ->
        told(!instance.isString() || matches(pattern, instance.asString()));
  }

  private static Evaluator format(JsonNode node) {
    String format = node.asString();
    return (context, instance) ->
        told(
            (!instance.isString() || Formats.isString(format, instance.asString()))
                && (!instance.isNumber()
                    || Formats.isNumber(format, instance.asNumber().doubleValue())));
  }

  private static Evaluator.Result uniqueItems(EvaluationContext context, JsonNode instance) {
    if (!instance.isArray()) {
      return told(true);
    }
    Set<JsonNode> seen = new HashSet<>();
    boolean unique = true;
    for (JsonNode item : instance.asArray()) {
      unique &= seen.add(item);
    }
    return told(unique);
  }

  private static Evaluator patternProperties(SchemaParsingContext context, JsonNode node) {
    Map<Pattern, String> schemas = new LinkedHashMap<>();
    node.asObject()
        .forEach(
            (pattern, schema) ->
                schemas.put(Pattern.compile(pattern), context.getAbsoluteUri(schema)));
    return (evaluation, instance) -> {
      boolean good = true;
      if (instance.isObject()) {
        for (Map.Entry<String, JsonNode> property : instance.asObject().entrySet()) {
          for (Map.Entry<Pattern, String> schema : schemas.entrySet()) {
            if (matches(schema.getKey(), property.getKey())) {
              good &=
                  evaluation.resolveInternalRefAndValidate(schema.getValue(), property.getValue());
            }
          }
        }
      }
      return passedOn(good);
    };
  }

  // Only where there are patterns: the library's own asks its own for what they have matched.
  private static Optional<Evaluator> additionalProperties(
      SchemaParsingContext context, JsonNode node) {
    Map<String, JsonNode> siblings = context.getCurrentSchemaObject();
    JsonNode patterns = siblings.get("patternProperties");
    if (patterns == null || !patterns.isObject()) {
      return Optional.empty();
    }
    Set<Pattern> matched = new HashSet<>();
    patterns.asObject().keySet().forEach(pattern -> matched.add(Pattern.compile(pattern)));
    JsonNode properties = siblings.get("properties");
    Set<String> named =
        properties != null && properties.isObject() ? properties.asObject().keySet() : Set.of();
    String schema = context.getAbsoluteUri(node);
    return Optional.of(
        (evaluation, instance) -> {
          boolean good = true;
          if (instance.isObject()) {
            for (Map.Entry<String, JsonNode> property : instance.asObject().entrySet()) {
              String name = property.getKey();
              if (!named.contains(name)
                  && matched.stream().noneMatch(pattern -> matches(pattern, name))) {
                good &= evaluation.resolveInternalRefAndValidate(schema, property.getValue());
              }
            }
          }
          return passedOn(good);
        });
  }

  private static boolean matches(Pattern pattern, String text) {
    if (text.length() > LONGEST_MATCHED) {
      throw new WrongValueException(
          "a text of " + text.length() + " characters is too long to be held against a pattern");
    }
    return pattern.matcher(text).find();
  }

  private static Evaluator.Result told(boolean good) {
    return good ? Evaluator.Result.success() : Evaluator.Result.failure("is not met");
  }

  // Without a text, because what is wrong inside has one.
  private static Evaluator.Result passedOn(boolean good) {
    return good ? Evaluator.Result.success() : Evaluator.Result.failure();
  }
}
