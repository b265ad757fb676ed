package waybill.dialects.opspec.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.model.document.SpecObject;
import waybill.model.reader.YamlReader;

class ConstraintsTest {
  /** Several texts are joined by a slash. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{minimum: 2}                       | 1       | Must be greater than or equal to 2",
        "{minimum: 2}                       | 2       | ``",
        "{maximum: 2}                       | 2.5     | Must be less than or equal to 2",
        "{minimum: 2, exclusiveMinimum: true} | 2     | Must be greater than 2",
        "{minimum: 2, exclusiveMinimum: false} | 2    | ``",
        "{exclusiveMaximum: 2}              | 2       | Must be less than 2",
        "{multipleOf: 3}                    | 4       | Must be a multiple of 3",
        "{multipleOf: 0.1}                  | 0.3     | ``",
        "{format: integer}                  | 1.5     | Does not match format 'integer'",
        "{format: integer}                  | 2.0     | ``",
        "{minLength: 2}                     | \"a\"   | String length must be greater than or equal to 2",
        "{maxLength: 2}                     | \"abc\" | String length must be less than or equal to 2",
        "{maxLength: 1}                     | \"\ud83d\ude00\" | ``",
        "{pattern: '^$'}                    | \"a\"   | Does not match pattern '^$'",
        "{pattern: 'b'}                     | \"abc\" | ``",
        "{enum: [a, 1, {b: 1}]}             | \"b\"   | must be one of the following: \"a\", 1, {\"b\":1}",
        "{enum: [a, 1, {b: 1}]}             | {\"b\":1} | ``",
        "{const: 1}                         | 2       | must be 1",
        "{anyOf: [{minimum: 3}, {maximum: 1}]} | 2    | Must validate at least one schema (anyOf)",
        "{oneOf: [{minimum: 1}, {maximum: 3}]} | 2    | Must validate one and only one schema (oneOf)",
        "{allOf: [{minimum: 3}, {maximum: 5}]} | 2    | Must be greater than or equal to 3/Must validate all the schemas (allOf)",
        "{not: {minimum: 1}}                | 2       | Must not validate the schema (not)",
        "{required: [a, b]}                 | {\"a\":1} | b is required",
        "{minProperties: 2}                 | {}      | Must have at least 2 properties",
        "{maxProperties: 0}                 | {\"a\":1} | Must have at most 0 properties",
        "{additionalProperties: false}      | {\"x\":1} | Additional property x is not allowed",
        "{additionalProperties: {type: string}} | {\"x\":1} | x: Invalid type. Expected: string, given: integer",
        "{patternProperties: {'^x': {type: [string, 'null']}}} | {\"xa\":1,\"y\":1} | xa: Invalid type. Expected: string or null, given: integer",
        "{patternProperties: {'^x': {}}, properties: {p: {}}, additionalProperties: false} | {\"xa\":1,\"p\":1,\"y\":1} | Additional property y is not allowed",
        "{patternProperties: {'^x': false}} | {\"xa\":1} | xa: No value is allowed here",
        "{properties: {a: {properties: {b: {minimum: 5}}}}} | {\"a\":{\"b\":1}} | a.b: Must be greater than or equal to 5",
        "{properties: {a: {required: [b]}}} | {\"a\":{}} | a: b is required",
        "{properties: {a: {additionalProperties: false}}} | {\"a\":{\"c\":1}} | a: Additional property c is not allowed",
        "{properties: {anyOf: {minimum: 3}}} | {\"anyOf\":1} | anyOf: Must be greater than or equal to 3",
        "{properties: {a: {format: email}}} | {\"a\":\"x\"} | a: Does not match format 'email'",
        "{items: {minimum: 2}}              | [3,1]   | [1]: Must be greater than or equal to 2",
        "{items: [{type: string}], additionalItems: false} | [\"a\",2] | No additional items allowed on array",
        "{minItems: 2}                      | [1]     | Array must have at least 2 items",
        "{maxItems: 0}                      | [1]     | Array must have at most 0 items",
        "{uniqueItems: true}                | [1,2,1.0] | array items must be unique",
        "{dependencies: {a: [b]}}           | {\"a\":1} | Has a property without those that it depends on",
        "{if: {minimum: 2}, then: {maximum: 3}} | 5   | Must be less than or equal to 3/Must validate the schema that its condition asks for (if, then, else)",
        "{contains: {minimum: 3}}           | [1]     | At least one of the items must match",
        "{propertyNames: {maxLength: 1}}    | {\"ab\":1} | A name of a property does not match",
        "{type: integer}                    | 1.0     | ``",
        "{title: x, writeOnly: true}        | 1       | ``",
        "{enum: [{$ref: x}]}                | {\"$ref\":\"x\"} | ``",
      })
  void findingsAreToldInTheWordsOfTheOlderProgram(String schema, String json, String expected) {
    List<String> objections = constraints(schema).objections(ValueText.json(json));
    if (expected.isEmpty()) {
      assertThat(objections).isEmpty();
    } else if (schema.startsWith("{propertyNames")) {
      assertThat(objections).isNotEmpty();
    } else {
      assertThat(objections).containsExactly(expected.split("/"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{pattern: '('}",
        "{pattern: '(?=a)'}",
        "{properties: {a: {pattern: '['}}}",
        "{patternProperties: {'(': {}}}",
        "{minimum: a}",
        "{type: strin}",
        "{required: a}",
        "{$ref: '#'}",
        "{allOf: [{$ref: '#'}]}",
        "{properties: {a: {$ref: 'http://example.invalid/'}}}",
        "{multipleOf: 0}",
        "{minLength: -1}"
      })
  void constraintsThatCannotBeCheckedAreNeverPassedOver(String schema) {
    assertThatThrownBy(() -> constraints(schema))
        .isInstanceOf(InterpretationException.class)
        .hasMessageStartingWith("the constraints cannot be checked: ")
        .satisfies(e -> assertThat(((InterpretationException) e).span()).isPresent());
  }

  @Test
  void expressionsThatExplodeElsewhereTakeLittleTime() {
    String text = "a".repeat(50_000) + "!";
    for (String pattern : List.of("^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x")) {
      assertThat(constraints("{pattern: '" + pattern + "'}").objections(new StringValue(text)))
          .hasSize(1);
    }
    assertThatThrownBy(
            () ->
                constraints("{not: {pattern: b}}")
                    .objections(new StringValue("a".repeat(2_000_000))))
        .isInstanceOf(WrongValueException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void deepAndLargeValuesAreChecked() {
    String deep = "[".repeat(190) + "]".repeat(190);
    assertThatCode(
            () ->
                constraints("{uniqueItems: true, items: {minItems: 0}}")
                    .objections(ValueText.json(deep)))
        .doesNotThrowAnyException();
    StringBuilder wide = new StringBuilder("[0");
    for (int i = 1; i < 100_000; i++) {
      wide.append(',').append(i);
    }
    assertThat(
            constraints("{uniqueItems: true, items: {maximum: 99998}}")
                .objections(ValueText.json(wide.append(']').toString())))
        .containsExactly("[99999]: Must be less than or equal to 99998");
    assertThat(constraints("{multipleOf: 1e-300}").objections(ValueText.json("1e300"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "date-time | 2026-02-28T23:59:59Z | true",
        "date-time | 2024-02-29T00:00:00.123456789+05:30 | true",
        "date-time | 2026-02-28 | true",
        "date-time | 23:59:59 | true",
        "date-time | 12:00:00Z | true",
        "date-time | 2026-02-29 | false",
        "date-time | 2026-13-01 | false",
        "date-time | 2026-02-28T24:00:00Z | false",
        "date-time | 2026-02-28T23:59:59 | false",
        "date-time | 2026-02-28T23:59:59.Z | false",
        "date-time | 2026-02-28 23:59:59Z | false",
        "date-time | 2026-02-28T | false",
        "date-time | a | false",
        "date-time | `` | false",
        "docker-image-ref | alpine | true",
        "docker-image-ref | ghcr.io/a/b:1.0 | true",
        "docker-image-ref | localhost:5000/x@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | true",
        "docker-image-ref | a__b/c-d.e | true",
        "docker-image-ref | * | false",
        "docker-image-ref | Alpine | false",
        "docker-image-ref | a:b:c | false",
        "docker-image-ref | a/ | false",
        "docker-image-ref | `` | false",
        "docker-image-ref | a@sha256:12 | false",
      })
  void timesAndImagesAreWhatTheOlderProgramTakes(String format, String text, boolean good) {
    check(format, text, good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "email | a@b | true",
        "email | a.b+c@example.com | true",
        "email | Jane Doe <jane@example.com> | true",
        "email | \"Jane, D\" <jane@example.com> | true",
        "email | \"a b\"@example.com | true",
        "email | a@[127.0.0.1] | true",
        "email | a | false",
        "email | @b | false",
        "email | a@ | false",
        "email | a..b@c | false",
        "email | a b@c | false",
        "email | x <a@b | false",
        "email | x, y <a@b> | false",
        "hostname | example.com | true",
        "hostname | a-1 | true",
        "hostname | -a | false",
        "hostname | a..b | false",
        "hostname | a_b | false",
        "hostname | `` | false",
        "ipv4 | 127.0.0.1 | true",
        "ipv4 | 256.0.0.1 | false",
        "ipv4 | 01.0.0.1 | false",
        "ipv4 | 1.2.3 | false",
        "ipv4 | 1.2.3.4.5 | false",
        "ipv4 | ::1 | false",
        "ipv6 | ::1 | true",
        "ipv6 | :: | true",
        "ipv6 | 2001:db8::8a2e:370:7334 | true",
        "ipv6 | 1:2:3:4:5:6:7:8 | true",
        "ipv6 | ::ffff:1.2.3.4 | true",
        "ipv6 | 1:2:3:4:5:6:7 | false",
        "ipv6 | 1::2::3 | false",
        "ipv6 | 1:2:3:4:5:6:7::8:9 | false",
        "ipv6 | 12345:: | false",
        "ipv6 | fe80::1%eth0 | false",
        "ipv6 | 127.0.0.1 | false",
      })
  void addressesAreWhatTheOlderProgramTakes(String format, String text, boolean good) {
    check(format, text, good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "uri | https://user:pw@example.com:80/a?b#c | true",
        "uri | urn:isbn:1 | true",
        "uri | http://[::1]:80/ | true",
        "uri | a:b | true",
        "uri | /a/b | false",
        "uri | a | false",
        "uri | http://a\\b | false",
        "uri | 1a:b | false",
        "uri | http://a b/ | false",
        "uri | http://a:x/ | false",
        "uri | http://a/%zz | false",
        "uri | http://[::1 | false",
        "semver | 1.0.0 | true",
        "semver | 1.0.0-alpha.1+build.5 | true",
        "semver | 1.0 | false",
        "semver | v1.0.0 | false",
        "semver | 01.0.0 | false",
        "semver | 1.0.0-01 | false",
        "semver | a | false",
        "uuid | 123e4567-e89b-12d3-a456-426614174000 | true",
        "uuid | 123e4567 | false",
        "nobody-knows-it | x | true",
      })
  void urisAndVersionsAreWhatTheOlderProgramTakes(String format, String text, boolean good) {
    check(format, text, good);
  }

  private static void check(String format, String text, boolean good) {
    assertThat(Formats.isString(format, text)).isEqualTo(good);
    assertThat(constraints("{format: " + format + "}").objections(new StringValue(text)))
        .hasSize(good ? 0 : 1);
  }

  @Test
  void noTextMakesAFormatThrow() {
    java.util.Random random = new java.util.Random(7);
    List<String> formats =
        List.of(
            "date",
            "time",
            "date-time",
            "docker-image-ref",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "uri",
            "semver",
            "uuid");
    String characters = "a1:./@-+<>\"\\[] %TZ\0\u00e9\ud83d";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(16); j > 0; j--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      for (String format : formats) {
        assertThatCode(() -> Formats.isString(format, text.toString())).doesNotThrowAnyException();
      }
    }
  }

  private static Constraints constraints(String yaml) {
    return new Constraints(
        (SpecObject) new YamlReader().read("test", yaml.getBytes(StandardCharsets.UTF_8)).root());
  }
}
