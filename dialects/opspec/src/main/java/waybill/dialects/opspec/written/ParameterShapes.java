package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.List;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Anything;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Elsewhere;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.Flag;
import waybill.model.shape.Shape.Helped;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Named;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.Shape.Word;
import waybill.model.shape.TextRule;

/** Inputs and outputs: what each type may say of itself. */
final class ParameterShapes {
  static final List<String> STRING_FORMATS =
      List.of(
          "date-time", "docker-image-ref", "email", "hostname", "ipv4", "ipv6", "semver", "uri");

  private static final Shape TEXT = new Text(TextRule.ANY);
  private static final Shape FLAG = new Flag();
  private static final Shape NUMBER = new Numeric(false, Long.MIN_VALUE, false);
  private static final Shape COUNT = new Numeric(true, 0, false);
  private static final Shape ARRAY = new ListOf(new Anything());
  private static final Shape OBJECT = new MapOf(TextRule.ANY, new Shape.Nullable(new Anything()));

  /** A JSON Schema below another one: looked at loosely, because it only has to be one. */
  private static final Shape SCHEMA = new Named("schema", () -> ParameterShapes.SCHEMA_FIELDS);

  private static final Shape SCHEMAS = new ListOf(SCHEMA);
  private static final Shape SCHEMAS_BY_NAME = new MapOf(TextRule.ANY, SCHEMA);
  private static final Shape SCHEMA_OR_FLAG = new Either(List.of(FLAG, SCHEMA));

  private static final Field ALL_OF = new Field("allOf", SCHEMAS, false, "Fits all of these.");
  private static final Field ANY_OF = new Field("anyOf", SCHEMAS, false, "Fits any of these.");
  private static final Field ONE_OF =
      new Field("oneOf", SCHEMAS, false, "Fits exactly one of these.");
  private static final Field NOT = new Field("not", SCHEMA, false, "Does not fit this.");
  private static final Field ENUM =
      new Field("enum", new ListOf(new Shape.Nullable(new Anything())), false, "Is one of these.");

  private static final Shape PARAMETER =
      new Named("parameter", () -> ParameterShapes.PARAMETER_FIELDS);

  static final Shape INPUTS = parameters("inputs");
  static final Shape OUTPUTS = parameters("outputs");

  private ParameterShapes() {}

  private static Shape parameters(String key) {
    return new Helped(
        new MapOf(Rules.PARAMETER, PARAMETER),
        "today a mapping: `"
            + key
            + ": {NAME: {string: {}}}`, with another type than `string`"
            + " where it is one");
  }

  private static Shape parameter() {
    List<String> types = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (ParameterType type : ParameterType.values()) {
      types.add(type.word());
      fields.add(new Field(type.word(), type(type), false, "Is of type " + type.word() + "."));
    }
    fields.add(new Field("description", TEXT, false, "What it is for; Markdown."));
    String inside = "it belongs inside the type: `string: {%s: …}`";
    return new Helped(
        new Fields(
            "a parameter",
            fields,
            types,
            List.of(),
            false,
            List.of(
                new Elsewhere("default", inside.replace("%s", "default")),
                new Elsewhere("constraints", inside.replace("%s", "constraints")),
                new Elsewhere("isSecret", inside.replace("%s", "isSecret")),
                new Elsewhere("isSecure", "today: `string: {isSecret: true}`"),
                new Elsewhere("type", "today the type is the key: `string: {}`"),
                new Elsewhere("name", "today the name is the key: `NAME: {string: {}}`"))),
        "say its type: `{string: {}}`, or another of " + String.join(", ", types));
  }

  private static Shape type(ParameterType type) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field("description", TEXT, false, "What it is for; today it stands beside the type."));
    List<Elsewhere> elsewhere = new ArrayList<>();
    elsewhere.add(new Elsewhere("isSecure", "today: `isSecret`"));
    List<Shape> defaults = defaults(type);
    if (defaults.isEmpty()) {
      elsewhere.add(new Elsewhere("default", "a socket cannot have a default"));
    } else {
      Shape shape = defaults.size() == 1 ? defaults.getFirst() : new Either(defaults);
      fields.add(new Field("default", shape, false, "Its value when it is given none."));
    }
    List<Field> constraints = constraints(type);
    if (constraints.isEmpty()) {
      elsewhere.add(new Elsewhere("constraints", "there are none for type `" + type.word() + "`"));
    } else {
      Shape shape =
          new Fields(
              "constraints of type `" + type.word() + "`",
              constraints,
              List.of(),
              List.of(),
              false,
              List.of());
      fields.add(new Field("constraints", shape, false, "JSON Schema that its value must fit."));
    }
    fields.add(new Field("isSecret", FLAG, false, "Whether its value is never shown."));
    return new Helped(
        new Fields("type `" + type.word() + "`", fields, List.of(), List.of(), false, elsewhere),
        "write `" + type.word() + ": {}`, or what is to be said of it between the braces");
  }

  private static List<Shape> defaults(ParameterType type) {
    return switch (type) {
      case ARRAY -> List.of(ARRAY, TEXT);
      case BOOLEAN -> List.of(FLAG, TEXT);
      case NUMBER -> List.of(NUMBER, TEXT);
      case OBJECT -> List.of(OBJECT, TEXT);
      case DIR, FILE, STRING -> List.of(new Anything());
      case SOCKET -> List.of();
    };
  }

  private static List<Field> constraints(ParameterType type) {
    return switch (type) {
      case ARRAY ->
          List.of(
              new Field("additionalItems", SCHEMA_OR_FLAG, false, "What items beyond `items` fit."),
              new Field(
                  "items", new Either(List.of(SCHEMA, SCHEMAS)), false, "What its items fit."),
              new Field("maxItems", COUNT, false, "Most items."),
              new Field("minItems", COUNT, false, "Fewest items."),
              new Field("uniqueItems", FLAG, false, "Whether no two items are alike."));
      case NUMBER ->
          List.of(
              ALL_OF,
              ANY_OF,
              ENUM,
              new Field("format", new Word(List.of("integer")), false, "Is a whole number."),
              new Field("maximum", NUMBER, false, "Largest number."),
              new Field("minimum", NUMBER, false, "Smallest number."),
              new Field("multipleOf", new Numeric(false, 0, true), false, "Is a multiple of it."),
              NOT,
              ONE_OF);
      case OBJECT ->
          List.of(
              new Field(
                  "additionalProperties", SCHEMA_OR_FLAG, false, "What other properties fit."),
              ALL_OF,
              ANY_OF,
              new Field(
                  "dependencies",
                  new MapOf(TextRule.ANY, new Either(List.of(SCHEMA, new ListOf(TEXT)))),
                  false,
                  "What a property asks for."),
              ENUM,
              new Field("maxProperties", COUNT, false, "Most properties."),
              new Field("minProperties", COUNT, false, "Fewest properties."),
              NOT,
              ONE_OF,
              new Field(
                  "patternProperties",
                  SCHEMAS_BY_NAME,
                  false,
                  "What properties of such names fit."),
              new Field("properties", SCHEMAS_BY_NAME, false, "What its properties fit."),
              new Field("required", new ListOf(TEXT), false, "Properties that must be there."));
      case STRING ->
          List.of(
              ALL_OF,
              ANY_OF,
              ENUM,
              new Field("format", new Word(STRING_FORMATS), false, "What kind of text it is."),
              new Field("maxLength", new Numeric(true, 1, false), false, "Most characters."),
              new Field("minLength", COUNT, false, "Fewest characters."),
              NOT,
              ONE_OF,
              new Field(
                  "pattern", TEXT, false, "Regular expression that matches somewhere in it."));
      case BOOLEAN, DIR, FILE, SOCKET -> List.of();
    };
  }

  // Built once all constants that they are made of are there.
  private static final Shape SCHEMA_FIELDS =
      new Fields(
          "a schema",
          List.of(
              new Field("title", TEXT, false, "What is described."),
              new Field("description", TEXT, false, "What it is for."),
              new Field(
                  "type",
                  new Either(List.of(TEXT, new ListOf(TEXT))),
                  false,
                  "Type, or types, of JSON."),
              new Field("writeOnly", FLAG, false, "Never shown.")),
          List.of(),
          List.of(),
          true,
          List.of());

  private static final Shape PARAMETER_FIELDS = parameter();
}
