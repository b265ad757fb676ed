package waybill.dialects.opspec.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.dialects.opspec.coercion.StringCoercion;
import waybill.dialects.opspec.reference.Evaluator;
import waybill.dialects.opspec.reference.TestScratch;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.written.ParameterType;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.reader.YamlReader;

class ParameterBinderTest {
  private final Parameters parameters = new ParameterBinder(new Evaluator());
  @TempDir Path temporary;
  private Path op;
  private Path caller;
  private TestScratch scratch;

  @BeforeEach
  void prepare() throws Exception {
    op = Files.createDirectories(temporary.resolve("op"));
    caller = Files.createDirectories(temporary.resolve("caller/sub"));
    scratch = new TestScratch(temporary.resolve("scratch"));
    Files.writeString(op.resolve("op.yml"), "name: x");
    Files.writeString(op.resolve("five"), "5\n");
    Files.writeString(caller.resolve("Dockerfile"), "FROM scratch");
  }

  @Test
  void whatWasGivenIsCoercedToTheType() {
    assertThat(bind("number", "", new StringValue("7"))).isEqualTo(new NumberValue(7));
    assertThat(bind("string", "", new NumberValue(7))).isEqualTo(new StringValue("7"));
    assertThat(JsonText.of(bind("array", "", new StringValue("[1]")))).isEqualTo("[1]");
    assertThat(JsonText.of(bind("object", "", new StringValue("{}")))).isEqualTo("{}");
    assertThat(JsonText.of(bind("boolean", "", new StringValue("0")))).isEqualTo("false");
    assertThat(text(bind("file", "", ValueText.json("{\"a\":1}")))).isEqualTo("{\"a\":1}");
    assertThat(bind("dir", "", new DirValue(op))).isEqualTo(new DirValue(op));
  }

  @ParameterizedTest
  @EnumSource(ParameterType.class)
  void withoutValueAndDefaultItIsRequired(ParameterType type) {
    String message =
        switch (type) {
          case BOOLEAN, DIR, FILE, SOCKET -> "x: " + type.word() + " required";
          case ARRAY, NUMBER, OBJECT, STRING -> "x: required";
        };
    assertThatThrownBy(() -> bindAll(List.of(parameter("x", type.word(), "")), Map.of(), true))
        .isInstanceOf(ParametersException.class)
        .hasMessage(message);
  }

  @Test
  void everythingWrongIsToldInTheOrderOfDeclaration() {
    assertThatThrownBy(
            () ->
                bindAll(
                    List.of(
                        parameter("b", "number", ""),
                        parameter("a", "string", ""),
                        parameter("c", "number", "constraints: { minimum: 2, multipleOf: 2 }")),
                    Map.of(
                        "b",
                        new StringValue("x"),
                        "c",
                        new NumberValue(1),
                        "extra",
                        new NumberValue(1)),
                    true))
        .satisfies(
            e ->
                assertThat(((ParametersException) e).wrong())
                    .extracting(ParametersException.Wrong::name)
                    .containsExactly("b", "a", "c", "c"));
  }

  @Test
  void pathsOfTheOpAreDefaultsAlsoWithADollar() {
    for (boolean fromCommandLine : new boolean[] {true, false}) {
      assertThat(byDefault("file", "default: /op.yml", fromCommandLine))
          .isEqualTo(new FileValue(op.resolve("op.yml")));
      assertThat(byDefault("file", "default: $(./op.yml)", fromCommandLine))
          .isEqualTo(new FileValue(op.resolve("op.yml")));
      assertThat(byDefault("dir", "default: /", fromCommandLine)).isEqualTo(new DirValue(op));
      assertThat(byDefault("dir", "default: $(../)", fromCommandLine))
          .isEqualTo(new DirValue(temporary));
    }
    assertThatThrownBy(() -> byDefault("file", "default: /", true))
        .hasMessage("x: unable to coerce dir to file: incompatible types");
    assertThatThrownBy(() -> byDefault("dir", "default: /op.yml", true))
        .hasMessage("x: unable to coerce file to dir: incompatible types");
    assertThatThrownBy(() -> byDefault("file", "default: /none", true))
        .hasMessageContaining("'/none' doesn't exist");
    assertThat(op.resolve("none")).doesNotExist();
  }

  @Test
  void relativeDefaultsBeginWhereTheCallerStands() {
    assertThat(byDefault("dir", "default: .", true)).isEqualTo(new DirValue(caller));
    assertThat(byDefault("dir", "default: ..", true))
        .isEqualTo(new DirValue(temporary.resolve("caller")));
    assertThat(text(byDefault("file", "default: Dockerfile", true))).isEqualTo("FROM scratch");
    assertThat(text(byDefault("file", "default: ./Dockerfile", true))).isEqualTo("FROM scratch");
    assertThatThrownBy(() -> byDefault("file", "default: none", true))
        .hasMessage("x: " + caller.resolve("none") + " not a file");
    assertThatThrownBy(() -> byDefault("dir", "default: Dockerfile", true))
        .hasMessage("x: " + caller.resolve("Dockerfile") + " not a dir");
  }

  @Test
  void relativeDefaultsAreNoneWhenAnOpCalls() {
    assertThatThrownBy(() -> byDefault("dir", "default: .", false))
        .hasMessageStartingWith("x: dir required");
    assertThatThrownBy(() -> byDefault("file", "default: Dockerfile", false))
        .hasMessageStartingWith("x: file required");
  }

  @Test
  void otherDefaultsAreExpressionsOfTheType() {
    assertThat(text(byDefault("file", "default: 2.20", true))).isEqualTo("2.2");
    assertThat(text(byDefault("file", "default: { hello: world }", true)))
        .isEqualTo("{\"hello\":\"world\"}");
    assertThat(text(byDefault("file", "default: ''", true))).isEmpty();
    assertThat(text(byDefault("file", "default: 'v=$(./five)'", true))).isEqualTo("v=5\n");
    assertThat(byDefault("dir", "default: {}", true)).isInstanceOf(DirValue.class);
    assertThat(byDefault("number", "default: $(./five)", true)).isEqualTo(new NumberValue(5));
    assertThat(byDefault("string", "default: { a: [1] }", true))
        .isEqualTo(new StringValue("{\"a\":[1]}"));
    assertThat(byDefault("string", "default: 3", true)).isEqualTo(new StringValue("3"));
    assertThat(JsonText.of(byDefault("object", "default: { a: $(./five) }", true)))
        .isEqualTo("{\"a\":\"5\\n\"}");
    assertThat(JsonText.of(byDefault("array", "default: '[1,2]'", true))).isEqualTo("[1,2]");
    assertThat(JsonText.of(byDefault("boolean", "default: 'f'", true))).isEqualTo("false");
    assertThatThrownBy(() -> byDefault("dir", "default: 2", true))
        .hasMessage("x: unable to coerce number to dir: incompatible types");
    assertThatThrownBy(() -> byDefault("dir", "default: { hello: world }", true))
        .hasMessageContaining("entry '/hello' is a string");
    assertThatThrownBy(() -> byDefault("string", "default: $(other)", true))
        .hasMessageContaining("'other' not in scope");
  }

  @Test
  void filesAndDirsMustBeThere() throws Exception {
    Path none = temporary.resolve("none");
    Path pipe = temporary.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> bind("dir", "", new DirValue(none)))
        .hasMessage("x: " + none + " not a dir");
    assertThatThrownBy(() -> bind("file", "", new FileValue(none)))
        .hasMessage("x: " + none + " not a file");
    assertThatThrownBy(() -> bind("file", "", new FileValue(pipe)))
        .hasMessage("x: " + pipe + " not a file");
    assertThatThrownBy(() -> bind("file", "", new FileValue(Path.of("/dev/zero"))))
        .hasMessage("x: /dev/zero not a file");
    assertThatThrownBy(() -> bind("socket", "", new SocketValue(none)))
        .hasMessage("x: " + none + " not a socket");
    assertThat(bind("socket", "", new StringValue(pipe.toString())))
        .isEqualTo(new SocketValue(pipe));
    assertThat(bind("socket", "", new SocketValue(pipe))).isEqualTo(new SocketValue(pipe));
  }

  @Test
  void constraintsAreCheckedOnTheCoercedValue() {
    String credentials =
        """
        constraints:
          properties:
            username: { type: string }
            password: { type: string }
          required: [username, password]
        """;
    assertThatThrownBy(
            () ->
                bindAll(
                    List.of(parameter("registryCreds", "object", credentials)),
                    Map.of("registryCreds", new StringValue("{\"username\":\"u\"}")),
                    true))
        .hasMessage("registryCreds: password is required");
    assertThatThrownBy(() -> bind("number", "constraints: { minimum: 2 }", new StringValue("1")))
        .hasMessage("x: Must be greater than or equal to 2");
    assertThatThrownBy(() -> byDefault("number", "default: 1\nconstraints: { minimum: 2 }", true))
        .hasMessage("x: Must be greater than or equal to 2");
    assertThat(bind("number", "constraints: { minimum: 2 }", new StringValue("2")))
        .isEqualTo(new NumberValue(2));
  }

  private Value byDefault(String type, String rest, boolean fromCommandLine) {
    return one(bindAll(List.of(parameter("x", type, rest)), Map.of(), fromCommandLine));
  }

  private Value bind(String type, String rest, Value given) {
    return one(bindAll(List.of(parameter("x", type, rest)), Map.of("x", given), true));
  }

  private static Value one(Map<String, Value> bound) {
    return Optional.ofNullable(bound.get("x")).orElseThrow();
  }

  private Map<String, Value> bindAll(
      List<WrittenParameter> declared, Map<String, Value> given, boolean fromCommandLine) {
    return parameters.bind(
        declared, given, op, fromCommandLine ? Optional.of(caller) : Optional.empty(), scratch);
  }

  private static String text(Value value) {
    assertThat(value).isInstanceOf(FileValue.class);
    return StringCoercion.text(value);
  }

  /** The second part of its type's object, in YAML. */
  static WrittenParameter parameter(String name, String type, String yaml) {
    SpecObject object = yaml.isEmpty() ? (SpecObject) read("{}") : (SpecObject) read(yaml);
    return new WrittenParameter(
        name,
        ParameterType.valueOf(type.toUpperCase(java.util.Locale.ROOT)),
        Optional.empty(),
        object.member("default").map(SpecObject.Member::value),
        object.member("constraints").map(member -> (SpecObject) member.value()),
        false,
        object.span());
  }

  private static SpecValue read(String yaml) {
    return new YamlReader().read("test", yaml.getBytes(StandardCharsets.UTF_8)).root();
  }
}
