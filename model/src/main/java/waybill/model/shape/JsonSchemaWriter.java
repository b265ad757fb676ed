package waybill.model.shape;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import waybill.model.shape.Shape.Anything;
import waybill.model.shape.Shape.Choice;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.Flag;
import waybill.model.shape.Shape.Helped;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Named;
import waybill.model.shape.Shape.Nullable;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.Shape.Word;

/**
 * Writes a shape as JSON Schema of draft 7, which is what editors understand best. Once per object.
 */
public final class JsonSchemaWriter {
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String DEFINITIONS = "definitions";

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;
  private final Map<String, Shape> defined = new LinkedHashMap<>();

  private JsonSchemaWriter() {
    json =
        JsonFactory.builder()
            .build()
            .createGenerator(
                new ObjectWriteContext.Base() {
                  @Override
                  public PrettyPrinter getPrettyPrinter() {
                    return new DefaultPrettyPrinter();
                  }
                },
                text);
  }

  /** The schema of whole documents, as text. */
  public static String write(String title, Shape root) {
    return new JsonSchemaWriter().document(title, root);
  }

  private String document(String title, Shape root) {
    json.writeStartObject();
    json.writeStringProperty("$schema", DRAFT);
    json.writeStringProperty("title", title);
    inside(root);
    json.writeObjectPropertyStart(DEFINITIONS);
    // Writing one may define more.
    for (int written = 0; written < defined.size(); written++) {
      Map.Entry<String, Shape> next = List.copyOf(defined.entrySet()).get(written);
      json.writeObjectPropertyStart(next.getKey());
      inside(next.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.close();
    return text + "\n";
  }

  private void object(Shape shape) {
    json.writeStartObject();
    inside(shape);
    json.writeEndObject();
  }

  private void inside(Shape shape) {
    switch (shape) {
      case Anything _ -> types("array", "boolean", "number", "object", "string");
      case Nullable(Anything _) -> {} // whatever there is
      case Nullable nullable -> any(List.of(nullable.shape()), true);
      case Flag _ -> type("boolean");
      case Numeric numeric -> number(numeric);
      case Text string -> {
        type("string");
        pattern(string.rule());
      }
      case Word word -> words(word);
      case ListOf list -> {
        type("array");
        json.writeName("items");
        object(list.item());
      }
      case MapOf map -> map(map);
      case Fields fields -> fields(fields);
      case Chosen chosen -> chosen(chosen);
      case Either either -> any(either.shapes(), false);
      case Named named -> {
        defined.putIfAbsent(named.name(), named.shape().get());
        json.writeStringProperty("$ref", "#/" + DEFINITIONS + "/" + named.name());
      }
      case Helped helped -> inside(helped.shape());
    }
  }

  private void type(String name) {
    json.writeStringProperty("type", name);
  }

  private void types(String... names) {
    strings("type", List.of(names));
  }

  private void strings(String key, List<String> strings) {
    json.writeArrayPropertyStart(key);
    strings.forEach(json::writeString);
    json.writeEndArray();
  }

  private void any(List<Shape> shapes, boolean orNull) {
    json.writeArrayPropertyStart("anyOf");
    if (orNull) {
      json.writeStartObject();
      type("null");
      json.writeEndObject();
    }
    shapes.forEach(this::object);
    json.writeEndArray();
  }

  private void number(Numeric numeric) {
    type(numeric.whole() ? "integer" : "number");
    if (numeric.positive()) {
      json.writeNumberProperty("exclusiveMinimum", 0);
    } else if (numeric.least() != Long.MIN_VALUE) {
      json.writeNumberProperty("minimum", numeric.least());
    }
  }

  private void pattern(TextRule rule) {
    rule.pattern().map(Pattern::pattern).ifPresent(p -> json.writeStringProperty("pattern", p));
    if (rule.most() != Integer.MAX_VALUE) {
      json.writeNumberProperty("maxLength", rule.most());
    }
  }

  private void words(Word word) {
    type("string");
    strings("enum", word.words());
  }

  private void map(MapOf map) {
    type("object");
    if (map.key().pattern().isPresent()) {
      json.writeObjectPropertyStart("propertyNames");
      pattern(map.key());
      json.writeEndObject();
    }
    json.writeName("additionalProperties");
    object(map.value());
  }

  private void fields(Fields fields) {
    type("object");
    json.writeObjectPropertyStart("properties");
    for (Field field : fields.fields()) {
      json.writeObjectPropertyStart(field.name());
      json.writeStringProperty("description", field.description());
      if (field.shape() instanceof Named) {
        // Beside `$ref` everything is ignored.
        json.writeArrayPropertyStart("allOf");
        object(field.shape());
        json.writeEndArray();
      } else {
        inside(field.shape());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    List<String> required =
        fields.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      strings("required", required);
    }
    if (!fields.open()) {
      json.writeBooleanProperty("additionalProperties", false);
    }
    alternatives("oneOf", fields.exactlyOne());
    alternatives("anyOf", fields.atLeastOne());
  }

  private void chosen(Chosen chosen) {
    json.writeArrayPropertyStart("oneOf");
    for (Choice choice : chosen.choices()) {
      json.writeStartObject();
      type("object");
      json.writeObjectPropertyStart("properties");
      json.writeObjectPropertyStart(chosen.by());
      json.writeStringProperty("const", choice.word());
      json.writeEndObject();
      json.writeName(chosen.content());
      object(choice.fields());
      json.writeEndObject();
      boolean needed = choice.fields().fields().stream().anyMatch(Field::required);
      strings("required", needed ? List.of(chosen.by(), chosen.content()) : List.of(chosen.by()));
      json.writeBooleanProperty("additionalProperties", false);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void alternatives(String word, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart(word);
    for (String name : names) {
      json.writeStartObject();
      strings("required", List.of(name));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
