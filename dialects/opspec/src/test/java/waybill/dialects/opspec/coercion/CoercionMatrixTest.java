package waybill.dialects.opspec.coercion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;

class CoercionMatrixTest {
  @TempDir Path folder;

  /**
   * Columns: from, then what becomes of it as array, boolean, dir, file, number, object, string.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "array        | [1,\"a\"] | true  | err | [1,\"a\"] | err | err     | [1,\"a\"]",
        "emptyArray   | []        | false | err | []        | err | err     | []",
        "boolean      | err       | true  | err | true      | err | err     | true",
        "dir          | err       | err   | dir | err       | err | err     | err",
        "textFile     | bad       | true  | err | abc       | bad | bad     | abc",
        "numberFile   | bad       | true  | err | 7         | 7   | bad     | 7",
        "arrayFile    | [1]       | true  | err | [1]       | bad | bad     | [1]",
        "objectFile   | bad       | true  | err | {\"a\":1} | bad | {\"a\":1} | {\"a\":1}",
        "falseFile    | bad       | false | err | False     | bad | bad     | False",
        "number       | err       | true  | err | 2.5       | 2.5 | err     | 2.5",
        "zero         | err       | false | err | 0         | 0   | err     | 0",
        "large        | err | true | err | 1000000000000000000000 | 1e+21 | err | 1000000000000000000000",
        "object       | err       | true  | bad | {\"a\":1} | err | {\"a\":1} | {\"a\":1}",
        "emptyObject  | err       | false | dir | {}        | err | {}      | {}",
        "text         | bad       | true  | err | abc       | bad | bad     | abc",
        "numberText   | bad       | true  | err | 7         | 7   | bad     | 7",
        "arrayText    | [1]       | true  | err | [1]       | bad | bad     | [1]",
        "objectText   | bad       | true  | err | {\"a\":1} | bad | {\"a\":1} | {\"a\":1}",
        "emptyText    | bad       | false | err | ``        | bad | bad     | ``",
        "zeros        | bad       | false | err | 000       | 0   | bad     | 000",
        "socket       | err       | err   | err | err       | err | err     | err",
        "nothing      | err       | false | err | ``        | 0   | err     | ``",
      })
  void everyCellIsAsTheLanguageSays(
      String from,
      String array,
      String bool,
      String dir,
      String file,
      String number,
      String object,
      String string) {
    TestFiles files = new TestFiles(folder);
    Value value = value(from, files);
    check(value, "array", array, v -> StringCoercion.text(ArrayCoercion.toArray(v)));
    check(value, "boolean", bool, v -> StringCoercion.text(BooleanCoercion.toBoolean(v)));
    check(value, "dir", dir, v -> DirCoercion.toDir(v, files).type());
    check(value, "file", file, v -> read(FileCoercion.toFile(v, files)));
    check(
        value,
        "number",
        number,
        v -> waybill.dialects.opspec.value.NumberText.json(NumberCoercion.toNumber(v).value()));
    check(value, "object", object, v -> StringCoercion.text(ObjectCoercion.toObject(v)));
    check(value, "string", string, StringCoercion::text);
  }

  private static void check(
      Value value, String to, String expected, Function<Value, String> coercion) {
    String from = value.type();
    switch (expected) {
      case "err" ->
          assertThatThrownBy(() -> coercion.apply(value))
              .hasMessage("unable to coerce " + from + " to " + to + ": incompatible types");
      case "bad" ->
          assertThatThrownBy(() -> coercion.apply(value))
              .hasMessageStartingWith("unable to coerce " + from + " to " + to + ": ")
              .hasMessageNotContaining("incompatible");
      // A text.
      default ->
          assertThat(coercion.apply(value)).describedAs(from + " to " + to).isEqualTo(expected);
    }
  }

  private Value value(String name, TestFiles files) {
    return switch (name) {
      case "array" -> new ArrayValue(List.of(new NumberValue(1), new StringValue("a")));
      case "emptyArray" -> new ArrayValue(List.of());
      case "boolean" -> new BooleanValue(true);
      case "dir" -> new DirValue(folder);
      case "textFile" -> files.holding("abc");
      case "numberFile" -> files.holding("7");
      case "arrayFile" -> files.holding("[1]");
      case "objectFile" -> files.holding("{\"a\":1}");
      case "falseFile" -> files.holding("False");
      case "number" -> new NumberValue(2.5);
      case "zero" -> new NumberValue(0);
      case "large" -> new NumberValue(1e21);
      case "object" -> ObjectValue.of(Map.of("a", new NumberValue(1)));
      case "emptyObject" -> ObjectValue.of(Map.of());
      case "text" -> new StringValue("abc");
      case "numberText" -> new StringValue("7");
      case "arrayText" -> new StringValue("[1]");
      case "objectText" -> new StringValue("{\"a\":1}");
      case "emptyText" -> new StringValue("");
      case "zeros" -> new StringValue("000");
      case "socket" -> new SocketValue(folder.resolve("s"));
      case "nothing" -> new NullValue();
      // The table names no other.
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void lineEndsAfterNumbersAndBooleansInFilesDoNotCountButInTextsTheyDo() {
    TestFiles files = new TestFiles(folder);
    assertThat(NumberCoercion.toNumber(files.holding("7\n"))).isEqualTo(new NumberValue(7));
    assertThat(NumberCoercion.toNumber(files.holding("7\r\n\n"))).isEqualTo(new NumberValue(7));
    assertThat(BooleanCoercion.toBoolean(files.holding("false\n")).value()).isFalse();
    assertThat(BooleanCoercion.toBoolean(files.holding("\n")).value()).isFalse();
    assertThat(StringCoercion.text(files.holding("7\n"))).isEqualTo("7\n");
    assertThat(BooleanCoercion.toBoolean(new StringValue("false\n")).value()).isTrue();
    assertThatThrownBy(() -> NumberCoercion.toNumber(new StringValue("7\n")))
        .hasMessageStartingWith("unable to coerce string to number");
    assertThatThrownBy(() -> NumberCoercion.toNumber(files.holding(" 7\n")))
        .hasMessageStartingWith("unable to coerce file to number");
  }

  @Test
  void filesInArraysAreTheirContentInJsonAndDirsAreRefused() {
    TestFiles files = new TestFiles(folder);
    assertThat(StringCoercion.text(new ArrayValue(List.of(files.holding("x\n")))))
        .isEqualTo("[\"x\\n\"]");
    assertThatThrownBy(() -> StringCoercion.text(new ArrayValue(List.of(new DirValue(folder)))))
        .hasMessage(
            "unable to coerce array to string: unable to coerce dir to string: incompatible types");
  }

  @Test
  void objectsSayWhatIsInADir() throws Exception {
    TestFiles files = new TestFiles(folder);
    var object =
        (ObjectValue)
            waybill.dialects.opspec.value.ValueText.json(
                "{\"/a.txt\":{\"data\":\"A\"},\"/sub\":{\"b\":{\"data\":\"\"},\"/empty\":{}},"
                    + "\"/x/y\":{\"data\":\"deep\"}}");
    Path dir = DirCoercion.toDir(object, files).path();
    assertThat(dir.resolve("a.txt")).hasContent("A");
    assertThat(dir.resolve("sub/b")).isEmptyFile();
    assertThat(dir.resolve("sub/empty")).isEmptyDirectory();
    assertThat(dir.resolve("x/y")).hasContent("deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"/../x\":{\"data\":\"\"}}          | entry '/../x' leads out",
        "{\"/a/../../x\":{\"data\":\"\"}}     | leads out",
        "{\"//etc\":{\"data\":\"\"}}          | entry '//etc' is absolute",
        "{\"\":{\"data\":\"\"}}               | has no name",
        "{\"/\":{}}                           | has no name",
        "{\"hello\":\"world\"}                | entry '/hello' is a string",
        "{\"/a\":{\"data\":1}}                | entry '/a' has `data` that is a number",
        "{\"/a\":{\"b\":null}}                | entry '/a/b' is a null",
        "{\"/a\":{\"data\":\"\"},\"a\":{}}    | could not be made",
        "{\"/a\":{\"data\":\"\"},\"a/b\":{}}  | could not be made",
        "{\"a\\u0000\":{}}                    | NUL",
      })
  void dirsThatCannotBeAreRefused(String json, String message) {
    TestFiles files = new TestFiles(folder.resolve("made"));
    Value object = waybill.dialects.opspec.value.ValueText.json(json);
    assertThatThrownBy(() -> DirCoercion.toDir(object, files))
        .isInstanceOf(CoercionException.class)
        .hasMessageStartingWith("unable to coerce object to dir: ")
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNoRegularFileIsNeverOpened() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path path : List.of(pipe, Path.of("/dev/zero"), folder, folder.resolve("none"))) {
      FileValue file = new FileValue(path);
      assertThatThrownBy(() -> StringCoercion.text(file)).isInstanceOf(CoercionException.class);
      assertThatThrownBy(() -> NumberCoercion.toNumber(file)).isInstanceOf(CoercionException.class);
      assertThatThrownBy(() -> ArrayCoercion.toArray(file)).isInstanceOf(CoercionException.class);
    }
  }

  @Test
  void filesAreReadUpToALimitAndOnlyAsText() throws Exception {
    TestFiles files = new TestFiles(folder);
    FileValue file = files.holding("12345");
    assertThat(FileText.read(file, "string", 5)).isEqualTo("12345");
    assertThatThrownBy(() -> FileText.read(file, "string", 4)).hasMessageContaining("4 bytes");
    Path sparse = folder.resolve("sparse");
    try (var channel =
        java.nio.channels.FileChannel.open(
            sparse,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {0}), 1L << 36);
    }
    assertThatThrownBy(() -> StringCoercion.text(new FileValue(sparse)))
        .hasMessageContaining("holds more than");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> StringCoercion.text(new FileValue(binary)))
        .hasMessageContaining("not text in UTF-8");
    assertThat(FileCoercion.toFile(new FileValue(binary), files).path()).isEqualTo(binary);
  }

  @Test
  void aSocketIsAlsoAnAbsolutePath() {
    assertThat(SocketCoercion.toSocket(new StringValue("/run/x")).path())
        .isEqualTo(Path.of("/run/x"));
    assertThatThrownBy(() -> SocketCoercion.toSocket(new StringValue("run/x")))
        .hasMessageContaining("absolute");
    assertThatThrownBy(() -> SocketCoercion.toSocket(new StringValue("/a\0")))
        .hasMessageContaining("not a path");
    assertThatThrownBy(() -> SocketCoercion.toSocket(new NumberValue(1)))
        .hasMessage("unable to coerce number to socket: incompatible types");
  }

  private static String read(FileValue file) {
    try {
      return Files.readString(file.path());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
