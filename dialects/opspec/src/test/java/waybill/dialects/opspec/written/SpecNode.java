package waybill.dialects.opspec.written;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.reader.JsonReader;

/** A tree as the library for JSON Schema wants it. */
record SpecNode(SpecValue value, String pointer) implements JsonNode {
  static final JsonNodeFactory FACTORY =
      new JsonNodeFactory() {
        @Override
        public JsonNode wrap(Object node) {
          return node instanceof JsonNode wrapped ? wrapped : new SpecNode((SpecValue) node, "");
        }

        @Override
        public JsonNode create(String json) {
          return wrap(new JsonReader().read("schema", json.getBytes(UTF_8)).root());
        }
      };

  @Override
  public String getJsonPointer() {
    return pointer;
  }

  @Override
  public SimpleType getNodeType() {
    return switch (value) {
      case SpecNull _ -> SimpleType.NULL;
      case SpecBoolean _ -> SimpleType.BOOLEAN;
      case SpecString _ -> SimpleType.STRING;
      case SpecNumber _ -> isWhole() ? SimpleType.INTEGER : SimpleType.NUMBER;
      case SpecArray _ -> SimpleType.ARRAY;
      case SpecObject _ -> SimpleType.OBJECT;
    };
  }

  private boolean isWhole() {
    return asNumber().stripTrailingZeros().scale() <= 0;
  }

  @Override
  public boolean asBoolean() {
    return ((SpecBoolean) value).value();
  }

  @Override
  public String asString() {
    return ((SpecString) value).value();
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return new BigDecimal(((SpecNumber) value).text());
  }

  @Override
  public List<JsonNode> asArray() {
    List<JsonNode> nodes = new ArrayList<>();
    for (SpecValue element : ((SpecArray) value).elements()) {
      nodes.add(new SpecNode(element, pointer + "/" + nodes.size()));
    }
    return nodes;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    for (SpecObject.Member member : ((SpecObject) value).members()) {
      String name = JsonNode.encodeJsonPointer(member.key());
      nodes.put(member.key(), new SpecNode(member.value(), pointer + "/" + name));
    }
    return nodes;
  }
}
