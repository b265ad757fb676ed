package waybill.dialects.opspec.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.opspec.reference.Expressions.Missing;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.reader.YamlReader;

class EvaluatorTest {
  private final Expressions expressions = new Evaluator();
  @TempDir Path temporary;
  private Path op;
  private Path dir;
  private TestScratch scratch;
  private Scope scope;

  @BeforeEach
  void prepare() throws Exception {
    op = Files.createDirectories(temporary.resolve("ops/demo"));
    dir = Files.createDirectories(temporary.resolve("dir"));
    scratch = new TestScratch(temporary.resolve("scratch"));
    Files.writeString(op.resolve("op.yml"), "name: demo\n");
    Files.writeString(op.resolve("file1.json"), "{\"a\":[1,{\"b\":\"c\"}]}");
    Files.createDirectories(op.resolve("sub"));
    Files.writeString(op.resolve("sub/x"), "X");
    Files.writeString(op.resolve("a(1).txt"), "brackets");
    Files.createDirectories(op.resolveSibling("sibling"));
    Files.writeString(op.resolveSibling("sibling/y"), "Y");
    Files.writeString(dir.resolve("file2.txt"), "two");
    Files.createDirectories(dir.resolve("inner"));
    Files.writeString(dir.resolve("inner/f"), "F");
    scope =
        Scope.of(op)
            .with("a", ValueText.json("[10,[20],{\"b\":true}]"))
            .with("empty", ValueText.json("[]"))
            .with("o", ValueText.json("{\"p\":{\"q\":\"deep\"},\"k.l\":1,\"k\":2,\"n\":null}"))
            .with("jsonText", new StringValue("{\"p\":[\"x\"]}"))
            .with("arrayText", new StringValue("[7,8]"))
            .with("someNumber", new NumberValue(1))
            .with("yes", new BooleanValue(true))
            .with("word", new StringValue("p"))
            .with("index", new StringValue("1"))
            .with("prop2Name", new StringValue("two"))
            .with("prop4", new StringValue("four"))
            .with("dir", new DirValue(dir))
            .with("file", new FileValue(dir.resolve("file2.txt")))
            .with("socket", new SocketValue(dir.resolve("s")))
            .with("d.e", new StringValue("dotted"))
            .with("d.e.f", ValueText.json("{\"g\":\"longest\"}"))
            .with("d", ValueText.json("{\"e\":\"property\",\"h\":\"of d\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$(a[0])                     | 10",
        "$(a[-1])                    | {\"b\":true}",
        "$(a[-3])                    | 10",
        "$(a[1][0])                  | 20",
        "$(a[2].b)                   | true",
        "$(a[2][b])                  | true",
        "$(a[$(index)][0])           | 20",
        "$(o.p.q)                    | \"deep\"",
        "$(o[p].q)                   | \"deep\"",
        "$(o[$(word)].q)             | \"deep\"",
        "$(o.$(word).q)              | \"deep\"",
        "$(o[k.l])                   | 1",
        "$(o.n)                      | null",
        "$(jsonText.p[0])            | \"x\"",
        "$(jsonText[p][0])           | \"x\"",
        "$(arrayText[-1])            | 8",
        "$(file1.p)                  | err",
        "$(someNumber)               | 1",
        "$(yes)                      | true",
        "$(a)                        | [10,[20],{\"b\":true}]",
        "$(d.e)                      | \"dotted\"",
        "$(d.e.f.g)                  | \"longest\"",
        "$(d.h)                      | \"of d\"",
        "$(d[e])                     | \"property\"",
        "$(o.$($($(index)x)))        | err",
        "$(someNumber)$(someNumber)  | \"11\"",
        "x$(someNumber)              | \"1\"",
        "\\$(someNumber)             | \"$(someNumber)\"",
        "$()                         | \"$()\"",
        "$(                          | \"$(\"",
        "${HOME} $HOME $             | \"${HOME} $HOME $\"",
        "$(o.p) and $(a[0])          | \"{\\\"q\\\":\\\"deep\\\"} and 10\"",
        "$(./sub/x) $(dir/file2.txt) | \"X two\"",
        "pre $(o.n).                 | \"pre .\"",
      })
  void referencesKeepTheirTypesAndTextsAreTexts(String written, String expected) {
    SpecString expression = yamlText(written);
    if (expected.equals("err")) {
      assertThatThrownBy(() -> expressions.value(expression, scope, scratch))
          .isInstanceOf(InterpretationException.class);
    } else if (written.equals("x$(someNumber)")) {
      assertThat(JsonText.of(expressions.value(expression, scope, scratch))).isEqualTo("\"x1\"");
    } else {
      assertThat(JsonText.of(expressions.value(expression, scope, scratch))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$(x)        | unable to interpret 'x' as reference: 'x' not in scope",
        "$(x.y)      | unable to interpret 'x.y' as reference: 'x' not in scope",
        "$(x[0])     | unable to interpret 'x[0]' as reference: 'x' not in scope",
        "a $(x) b    | unable to interpret 'x' as reference: 'x' not in scope",
        "$(echo hi)  | unable to interpret 'echo hi' as reference: 'echo hi' not in scope",
        "$(o[$(x)])  | unable to interpret 'x' as reference: 'x' not in scope",
        "$(a[9])     | unable to interpret 'a[9]' as reference: array index 9 out of range 0-2",
        "$(a[-4])    | unable to interpret 'a[-4]' as reference: array index -4 out of range 0-2",
        "$(empty[0]) | unable to interpret 'empty[0]' as reference: array index 0 out of range, the array is empty",
        "$(a[99999999999999999999]) | unable to interpret 'a[99999999999999999999]' as reference: array index 99999999999999999999 out of range 0-2",
        "$(o.x)      | unable to interpret 'o.x' as reference: 'x' doesn't exist",
        "$(o[x])     | unable to interpret 'o[x]' as reference: 'x' doesn't exist",
        "$(./none)   | unable to interpret './none' as reference: './none' doesn't exist",
        "$(dir/none) | unable to interpret 'dir/none' as reference: '/none' doesn't exist",
        "$(someNumber.x) | unable to interpret 'someNumber.x' as reference: unable to coerce number to object: incompatible types",
        "t $(dir)    | unable to interpret 'dir' as text: unable to coerce dir to string: incompatible types",
      })
  void whatIsNotThereIsToldInTheWordsOfTheOlderProgram(String written, String message) {
    assertThatThrownBy(() -> expressions.value(yamlText(written), scope, scratch))
        .isInstanceOf(InterpretationException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((InterpretationException) e).span()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(a[x])",
        "$(a[])",
        "$(a[0)",
        "$(a[0]x)",
        "$(a.x)",
        "$(someNumber[0])",
        "$(o/x)",
        "$(someNumber/x)",
        "$(.)",
        "$(..)",
        "$(.x)",
        "$([0])",
        "$(dir/../x)",
        "$(dir/../../x)",
        "$(dir/inner/../../dir/file2.txt)",
        "$(/../sibling/y)",
        "$(file/x)",
        "$(dir.x)",
        "$(dir[0])",
        "$(word.x)",
        "$(socket.x)",
        "$(d.x)",
        "$(dir/a\u0000b)",
        "$(./a\u0000b)"
      })
  void wrongStepsAreRefused(String written) {
    assertThatThrownBy(() -> expressions.value(yamlText(written), scope, scratch))
        .isInstanceOf(InterpretationException.class)
        .hasMessageStartingWith("unable to interpret '");
  }

  @Test
  void pathsLeadToDirsAndFiles() {
    assertThat(value("$(/)")).isEqualTo(new DirValue(op));
    assertThat(value("$(./)")).isEqualTo(new DirValue(op));
    assertThat(value("$(../)")).isEqualTo(new DirValue(temporary.resolve("ops")));
    assertThat(value("$(../..)")).isEqualTo(new DirValue(temporary));
    assertThat(value("$(../sibling/y)")).isEqualTo(new FileValue(op.resolveSibling("sibling/y")));
    assertThat(value("$(/op.yml)")).isEqualTo(new FileValue(op.resolve("op.yml")));
    assertThat(value("$(./sub)")).isEqualTo(new DirValue(op.resolve("sub")));
    assertThat(value("$(dir/)")).isEqualTo(new DirValue(dir));
    assertThat(value("$(dir/inner/../file2.txt)"))
        .isEqualTo(new FileValue(dir.resolve("file2.txt")));
    assertThat(value("$(dir//inner/./f)")).isEqualTo(new FileValue(dir.resolve("inner/f")));
    assertThat(value("$(./a(1).txt)")).isEqualTo(new FileValue(op.resolve("a(1).txt")));
    assertThat(expressions.string(yamlText("$(/file1.json)"), scope, scratch)).startsWith("{");
  }

  @Test
  void aReferenceInAReferenceCannotLeadOutOfADir() {
    Scope hostile = scope.with("sub", new StringValue("../../../../etc/passwd"));
    assertThatThrownBy(() -> expressions.value(yamlText("$(dir/$(sub))"), hostile, scratch))
        .hasMessageContaining("leads out of the dir");
  }

  @Test
  void linksInADirOfAVariableStayInIt() throws Exception {
    Files.createSymbolicLink(dir.resolve("out"), op);
    Files.createSymbolicLink(
        dir.resolve("passwd"), Files.writeString(temporary.resolve("outside"), "x"));
    Files.createSymbolicLink(dir.resolve("in"), Path.of("inner"));
    Files.createSymbolicLink(dir.resolve("nowhere"), temporary.resolve("made-by-link"));
    Files.createSymbolicLink(op.resolve("authors"), dir);
    for (String written : List.of("$(dir/out/op.yml)", "$(dir/passwd)", "$(dir/out)")) {
      assertThatThrownBy(() -> value(written)).hasMessageContaining("by a symbolic link");
    }
    assertThat(expressions.string(yamlText("$(dir/in/f)"), scope, scratch)).isEqualTo("F");
    assertThat(expressions.string(yamlText("$(./authors/file2.txt)"), scope, scratch))
        .isEqualTo("two");
    for (String written : List.of("$(dir/out/new)", "$(dir/out/a/new)", "$(dir/nowhere)")) {
      assertThatThrownBy(() -> expressions.file(yamlText(written), scope, scratch, Missing.CREATED))
          .isInstanceOf(InterpretationException.class);
    }
    assertThat(temporary.resolve("made-by-link")).doesNotExist();
    assertThat(op.resolve("new")).doesNotExist();
    assertThat(op.resolve("a")).doesNotExist();
  }

  @Test
  void arraysAreInitialisedWithTypesAndCanBeIndexed() {
    // The example of the specification.
    Value array = value(yaml("[ string $(./sub/x), $(o.p), [ sub, array, 2 ], $(file) ]"));
    assertThat(array).isInstanceOf(ArrayValue.class);
    Scope more = scope.with("made", array);
    assertThat(expressions.string(yamlText("$(made)"), more, scratch))
        .isEqualTo("[\"string X\",{\"q\":\"deep\"},[\"sub\",\"array\",2],\"two\"]");
    assertThat(expressions.value(yamlText("$(made[2][-1])"), more, scratch))
        .isEqualTo(new NumberValue(2));
    assertThat(expressions.value(yamlText("$(made[3])"), more, scratch))
        .isEqualTo(new FileValue(dir.resolve("file2.txt")));
  }

  @Test
  void objectsAreInitialisedWithInterpolatedKeysAndShorthands() {
    // The example of the specification.
    SpecValue written =
        yaml(
            """
            prop1: string $(./sub/x)
            $(prop2Name): $(o.p)
            prop3: [ sub, array, 2 ]
            prop4:
            """);
    assertThat(expressions.string(written, scope, scratch))
        .isEqualTo(
            "{\"prop1\":\"string X\",\"prop3\":[\"sub\",\"array\",2],\"prop4\":\"four\","
                + "\"two\":{\"q\":\"deep\"}}");
    assertThat(expressions.string(yaml("{ f: $(file), g: [ $(file) ] }"), scope, scratch))
        .isEqualTo("{\"f\":\"two\",\"g\":[\"two\"]}");
    assertThatThrownBy(() -> value(yaml("{ d: $(dir) }")))
        .hasMessage("directories aren't valid object properties");
    assertThatThrownBy(() -> value(yaml("{ d: $(socket) }"))).hasMessageContaining("sockets");
    assertThatThrownBy(() -> value(yaml("{ nope: }")))
        .hasMessage("unable to interpret 'nope' as reference: 'nope' not in scope");
    assertThatThrownBy(() -> value(yaml("[ null ]")))
        .hasMessage("unable to interpret <nil> as value: unsupported type");
  }

  @Test
  void theDeepestPlaceOfAFailureIsTold() {
    assertThatThrownBy(() -> value(yaml("a:\n  b:\n  - fine\n  - x $(nope)\n")))
        .satisfies(
            e -> {
              var span = ((InterpretationException) e).span().orElseThrow();
              assertThat(span.startLine()).isEqualTo(4);
              assertThat(span.startColumn()).isEqualTo(5);
            });
  }

  @Test
  void numbersAreInitialisedFromTexts() {
    NumberValue number = expressions.number(yamlText("222$(someNumber)3e10"), scope, scratch);
    assertThat(number.value()).isEqualTo(2.2213e14);
    assertThat(expressions.string(yaml("2.0"), scope, scratch)).isEqualTo("2");
    assertThat(expressions.string(yaml("1e21"), scope, scratch)).isEqualTo("1" + "0".repeat(21));
    assertThatThrownBy(() -> expressions.number(yamlText("x"), scope, scratch))
        .hasMessageStartingWith("unable to coerce string to number");
    assertThatThrownBy(() -> expressions.number(yaml("true"), scope, scratch))
        .hasMessage("unable to coerce boolean to number: incompatible types");
    assertThatThrownBy(() -> expressions.value(yaml("1e400"), scope, scratch))
        .isInstanceOf(InterpretationException.class);
    assertThatThrownBy(() -> expressions.value(yaml(".nan"), scope, scratch))
        .isInstanceOf(InterpretationException.class);
  }

  @Test
  void valuesOfACallerAreNeverChanged() {
    Value array = scope.variable("a").orElseThrow();
    assertThatThrownBy(() -> ((ArrayValue) array).items().add(new NumberValue(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(value("$(a)")).isSameAs(array);
  }

  @Test
  void whereAFileOrDirIsWantedOneReferenceIsNeverTakenAsText() throws Exception {
    assertThat(file("$(file)", Missing.CREATED).path()).isEqualTo(dir.resolve("file2.txt"));
    assertThat(Files.readString(file("$(file)suffix", Missing.CREATED).path()))
        .isEqualTo("twosuffix");
    assertThat(Files.readString(file("literal", Missing.REFUSED).path())).isEqualTo("literal");
    assertThat(Files.readString(file("$(o)", Missing.REFUSED).path())).startsWith("{\"k\"");
    for (Missing missing : Missing.values()) {
      assertThatThrownBy(() -> file("$(word)$(word)", missing))
          .isInstanceOf(InterpretationException.class)
          .hasMessageContaining("one reference");
      assertThatThrownBy(() -> file("$(x)suffix", missing))
          .hasMessageContaining("'x' not in scope");
      assertThatThrownBy(() -> file("$(dir)", missing))
          .hasMessage("unable to coerce dir to file: incompatible types");
      assertThatThrownBy(() -> dir("$(file)", missing))
          .hasMessage("unable to coerce file to dir: incompatible types");
      assertThatThrownBy(() -> dir("literal", missing))
          .hasMessage("unable to coerce string to dir: incompatible types");
      assertThatThrownBy(() -> file("$(x.y)", missing)).hasMessageContaining("not in scope");
      assertThatThrownBy(() -> file("$(o.none)", missing)).hasMessageContaining("doesn't exist");
      assertThatThrownBy(() -> file("$(dir/../none)", missing))
          .hasMessageContaining("leads out of the dir");
    }
  }

  @Test
  void missingOnesAreMadeInScratchOrInTheDirOfAVariableButNeverInTheOp() {
    assertThat(file("$(x)", Missing.CREATED).path()).isEmptyFile().startsWith(scratchFolder());
    assertThat(dir("$(x)", Missing.CREATED).path()).isEmptyDirectory().startsWith(scratchFolder());
    assertThat(file("$(x/y/z)", Missing.CREATED).path()).startsWith(scratchFolder());
    assertThat(file("$(./none)", Missing.CREATED).path()).startsWith(scratchFolder());
    assertThat(file("$(/none)", Missing.CREATED).path()).startsWith(scratchFolder());
    assertThat(dir("$(../none)", Missing.CREATED).path()).startsWith(scratchFolder());
    assertThat(op.resolve("none")).doesNotExist();
    assertThat(op.resolveSibling("none")).doesNotExist();

    assertThat(file("$(dir/new/f)", Missing.CREATED).path())
        .isEmptyFile()
        .isEqualTo(dir.resolve("new/f"));
    assertThat(dir("$(dir/new/d)", Missing.CREATED).path())
        .isEmptyDirectory()
        .isEqualTo(dir.resolve("new/d"));
    Scope ownFolder = scope.with("self", new DirValue(op));
    assertThat(
            expressions.file(yamlText("$(self/none)"), ownFolder, scratch, Missing.CREATED).path())
        .startsWith(scratchFolder());
    assertThat(op.resolve("none")).doesNotExist();
  }

  @Test
  void nothingIsMadeWhereMissingOnesAreRefused() {
    for (String written : List.of("$(x)", "$(x/y)", "$(./none)", "$(dir/none)")) {
      assertThatThrownBy(() -> file(written, Missing.REFUSED))
          .isInstanceOf(InterpretationException.class);
      assertThatThrownBy(() -> dir(written, Missing.REFUSED))
          .isInstanceOf(InterpretationException.class);
    }
    assertThat(scratch.count()).isZero();
  }

  @Test
  void whatExistsHasAValue() {
    assertThat(expressions.exists(yamlText("$(/)"), scope, scratch)).isTrue();
    assertThat(expressions.exists(yamlText("$(o.p.q)"), scope, scratch)).isTrue();
    assertThat(expressions.exists(yamlText("$(nope)"), scope, scratch)).isFalse();
    assertThat(expressions.exists(yamlText("$(a[3])"), scope, scratch)).isFalse();
    assertThat(expressions.exists(yamlText("$(./none)"), scope, scratch)).isFalse();
    assertThat(scratch.count()).isZero();
  }

  @Test
  void pipesAreSocketsAndAreNotOpened() throws Exception {
    Path pipe = dir.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(value("$(dir/pipe)")).isEqualTo(new SocketValue(pipe));
    assertThat(expressions.socket(yamlText("$(dir/pipe)"), scope, scratch).path()).isEqualTo(pipe);
    assertThat(expressions.socket(yamlText("/run/x"), scope, scratch).path())
        .isEqualTo(Path.of("/run/x"));
    assertThatThrownBy(() -> expressions.string(yamlText("a $(dir/pipe)"), scope, scratch))
        .hasMessageContaining("unable to coerce socket to string");
  }

  @Test
  void fewLinesCannotMakeHugeValues() {
    Scope grown = scope.with("v", new StringValue("x".repeat(1000)));
    assertThatThrownBy(
            () -> {
              Scope at = grown;
              for (int i = 0; i < 40; i++) {
                at = at.with("v", expressions.value(yamlText("$(v) $(v)"), at, scratch));
              }
            })
        .hasMessageContaining("longer than 64 MiB");
    for (String laugh : List.of("[$(v), $(v), $(v)]", "{a: $(v), b: $(v)}")) {
      assertThatThrownBy(
              () -> {
                Scope at = grown;
                for (int i = 0; i < 60; i++) {
                  at = at.with("v", expressions.value(yaml(laugh), at, scratch));
                }
              })
          .hasMessageContaining("parts");
    }
    assertThatThrownBy(
            () -> {
              Scope at = grown;
              for (int i = 0; i < 300; i++) {
                at = at.with("v", expressions.value(yaml("[$(v)]"), at, scratch));
              }
            })
        .hasMessageContaining("in each other");
  }

  @Test
  void aMillionOpenersAreText() {
    String openers = "$(".repeat(1_000_000);
    assertThat(expressions.string(yamlText(openers), scope, scratch)).isEqualTo(openers);
    String backslashes = "\\".repeat(1_000_001) + "$(x)";
    assertThat(expressions.string(yamlText(backslashes), scope, scratch))
        .isEqualTo("\\".repeat(500_000) + "$(x)");
    assertThatThrownBy(
            () ->
                expressions.string(
                    yamlText("$(".repeat(100_000) + "a" + ")".repeat(100_000)), scope, scratch))
        .isInstanceOf(InterpretationException.class);
  }

  @Test
  void anyTextHasAValueOrAReason() {
    java.util.Random random = new java.util.Random(3);
    String[] parts = {
      "$(",
      ")",
      "(",
      "$",
      "\\",
      "a",
      "o",
      ".",
      "[",
      "]",
      "0",
      "-1",
      "/",
      "..",
      "dir",
      "x",
      "./",
      " ",
      "jsonText",
      "p"
    };
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "$(" : "");
      for (int j = random.nextInt(9); j >= 0; j--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      SpecString written = yamlText(text.toString());
      for (Missing missing : Missing.values()) {
        try {
          expressions.value(written, scope, scratch);
          expressions.file(written, Scope.of(op), scratch, missing);
        } catch (InterpretationException e) {
          assertThat(e.reason()).isNotBlank();
        }
      }
    }
  }

  private Path scratchFolder() {
    return temporary.resolve("scratch");
  }

  private FileValue file(String written, Missing missing) {
    return expressions.file(yamlText(written), scope, scratch, missing);
  }

  private DirValue dir(String written, Missing missing) {
    return expressions.dir(yamlText(written), scope, scratch, missing);
  }

  private Value value(String written) {
    return value(yamlText(written));
  }

  private Value value(SpecValue written) {
    return expressions.value(written, scope, scratch);
  }

  private static SpecString yamlText(String written) {
    return new SpecString(written, new waybill.model.document.Span(1, 1, 1, 2, 0, 1));
  }

  private static SpecValue yaml(String written) {
    return new YamlReader()
        .read("test", written.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .root();
  }

  @Test
  void scopesDoNotChange() {
    Scope more = scope.with(Map.of("x", new NumberValue(1)));
    assertThat(scope.variable("x")).isEmpty();
    assertThat(more.variable("x")).contains(new NumberValue(1));
  }
}
