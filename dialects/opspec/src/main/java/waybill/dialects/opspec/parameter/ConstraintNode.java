package waybill.dialects.opspec.parameter;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.opspec.value.NumberText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;

/**
 * A value as the library for JSON Schema sees it; both the schema and what is checked.
 *
 * @param value plain data
 * @param pointer where it stands, as a JSON Pointer
 */
record ConstraintNode(Value value, String pointer) implements JsonNode {
  static final JsonNodeFactory FACTORY =
      new JsonNodeFactory() {
        @Override
        public JsonNode wrap(Object node) {
          return node instanceof JsonNode wrapped ? wrapped : new ConstraintNode((Value) node, "");
        }

        @Override
        public JsonNode create(String json) {
          return new ConstraintNode(ValueText.json(json), "");
        }
      };

  @Override
  public String getJsonPointer() {
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return switch (value) {
      case NullValue nothing -> SimpleType.NULL;
      case BooleanValue bool -> SimpleType.BOOLEAN;
      case StringValue string -> SimpleType.STRING;
      case NumberValue number ->
          Math.rint(number.value()) == number.value() ? SimpleType.INTEGER : SimpleType.NUMBER;
      case ArrayValue array -> SimpleType.ARRAY;
      case ObjectValue object -> SimpleType.OBJECT;
      // Files, dirs and sockets have no constraints.
      default -> throw new IllegalStateException("constraints on a " + value.type());
    };
  }

  @Override
  public boolean asBoolean() {
    return ((BooleanValue) value).value();
  }

  @Override
  public String asString() {
    return ((StringValue) value).text();
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return NumberText.decimal(((NumberValue) value).value());
  }

  @Override
  public List<JsonNode> asArray() {
    List<Value> items = ((ArrayValue) value).items();
    List<JsonNode> nodes = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      nodes.add(new ConstraintNode(items.get(i), pointer + "/" + i));
    }
    return nodes;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    ((ObjectValue) value)
        .properties()
        .forEach(
            (key, property) ->
                nodes.put(
                    key,
                    new ConstraintNode(property, pointer + "/" + JsonNode.encodeJsonPointer(key))));
    return nodes;
  }

  /** Values are compared, not where they stand. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConstraintNode node && value.equals(node.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
