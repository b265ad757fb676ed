package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.document.Document;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

class YamlReaderTest {

  @Test
  void everyValueKnowsItsPlace() {
    Document document = read("a: 1\nb: [x, 'é', y]\nc:\n  - k:\n    l: z\n\n# end\n");

    SpecObject root = (SpecObject) document.root();
    assertThat(value(root, "a")).isEqualTo(new SpecNumber("1", new Span(1, 4, 1, 5, 3, 4)));
    SpecArray flow = (SpecArray) value(root, "b");
    assertThat(flow.span()).isEqualTo(new Span(2, 4, 2, 15, 8, 20));
    assertThat(flow.elements().get(1))
        .isEqualTo(new SpecString("é", new Span(2, 8, 2, 11, 12, 16)));
    assertThat(flow.elements().get(2).span().startOffset()).isEqualTo(18);
    SpecArray block = (SpecArray) value(root, "c");
    SpecObject item = (SpecObject) block.elements().getFirst();
    assertThat(item.members().get(1).keySpan()).isEqualTo(new Span(5, 5, 5, 6, 35, 36));
    assertThat(value(item, "k")).isInstanceOf(SpecNull.class);
  }

  @Test
  void aBlockEndsWithItsLastValueAndNotWithTheCommentBehindIt() {
    SpecObject root = (SpecObject) read("a:\n  - 1\n\n# far away\n").root();

    assertThat(value(root, "a").span()).isEqualTo(new Span(2, 3, 2, 6, 5, 8));
    assertThat(root.span()).isEqualTo(new Span(1, 1, 2, 6, 0, 8));
  }

  @ParameterizedTest
  @CsvSource({
    "true, SpecBoolean",
    "False, SpecBoolean",
    "TRUE, SpecBoolean",
    "yes, SpecString",
    "on, SpecString",
    "null, SpecNull",
    "~, SpecNull",
    "Null, SpecNull",
    "nil, SpecString",
    "0, SpecNumber",
    "010, SpecNumber",
    "-12, SpecNumber",
    "+12, SpecNumber",
    "0x1F, SpecNumber",
    "0o17, SpecNumber",
    "0x, SpecString",
    "0b1, SpecString",
    "1_000, SpecString",
    "1e400, SpecNumber",
    "1., SpecNumber",
    ".5, SpecNumber",
    "., SpecString",
    "-.5e+3, SpecNumber",
    "1e, SpecString",
    "e3, SpecString",
    ".inf, SpecNumber",
    "-.INF, SpecNumber",
    ".nan, SpecNumber",
    "-.nan, SpecString",
    "1:30, SpecString",
    "2026-01-01, SpecString",
    "<<, SpecString",
    "1.2.3, SpecString",
    "-, SpecString",
    "١, SpecString"
  })
  void plainScalarsMeanWhatTheCoreSchemaSaysAndKeepTheirText(String written, String kind) {
    String text = written.equals("-") ? "'-'" : written;

    SpecScalar scalar = (SpecScalar) value((SpecObject) read("a: " + text).root(), "a");

    assertThat(scalar.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(scalar.written()).isEqualTo(written);
    assertThat(scalar.plain()).isEqualTo(!written.equals("-"));
  }

  @Test
  void whatIsQuotedOrInABlockIsAString() {
    SpecObject root = (SpecObject) read("a: '1'\nb: \"true\"\nc: |\n  1\nd: >-\n  x\n  y\n").root();

    assertThat(root.members())
        .extracting(member -> ((SpecString) member.value()).value())
        .containsExactly("1", "true", "1\n", "x y");
    assertThat(root.members()).noneMatch(member -> ((SpecScalar) member.value()).plain());
  }

  @Test
  void coreTagsDecideTheKind() {
    SpecObject root =
        (SpecObject)
            read("a: !!str 1\nb: !!int '7'\nc: !!bool \"true\"\nd: ! 2\ne: !!null ''").root();

    assertThat(root.members())
        .extracting(member -> member.value().getClass().getSimpleName())
        .containsExactly("SpecString", "SpecNumber", "SpecBoolean", "SpecString", "SpecNull");
    assertThat(((SpecBoolean) value(root, "c")).value()).isTrue();
  }

  @Test
  void anAliasIsWhatItStandsFor() {
    SpecObject root = (SpecObject) read("a: &x {b: 1}\nc: *x\n*y : 1\n".replace("*y", "d")).root();

    assertThat(value(root, "c")).isEqualTo(value(root, "a"));
    assertThat(value(root, "c").span().startLine()).isEqualTo(1);
  }

  /** Text ({@code ⏎} is a line feed), place, code and message of its first problem. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '´',
      textBlock =
          """
          a: &x [*x]           ¦ 1:8  ¦ recursive-alias  ¦ `*x` would contain itself
          a: *x                ¦ 1:4  ¦ unknown-alias    ¦ nothing before it is anchored as `&x`
          ? [a]⏎: b            ¦ 1:3  ¦ key-not-scalar   ¦ a key must be a scalar, not a list or a mapping
          a: !foo 1            ¦ 1:4  ¦ unknown-tag      ¦ the tag `!foo` is none of YAML's core schema
          a: !!int x           ¦ 1:4  ¦ bad-tag          ¦ the value is not of the type its tag `!!int` names
          !!map [a]            ¦ 1:1  ¦ bad-tag          ¦ the value is not of the type its tag `!!map` names
          a: b: c              ¦ 1:5  ¦ syntax           ¦ mapping values are not allowed here
          a: @x                ¦ 1:4  ¦ syntax           ¦ found character '@' that cannot start any token
          a: 'x                ¦ 1:6  ¦ syntax           ¦ found unexpected end of stream
          %YAML 2.0⏎---⏎a      ¦ 1:1  ¦ version          ¦ the text says that it is YAML of another version than 1.2 or 1.1
          ---⏎a⏎---⏎b          ¦ 3:1  ¦ several-documents ¦ expected one document; here a second one begins
          # only               ¦ 1:7  ¦ no-document      ¦ there is no value in the text
          a: "\\UFFFFFFFF"     ¦ 1:2  ¦ unreadable       ¦ the text cannot be read as YAML from here on: For input string: "FFFFFFFF" under radix 16
          """)
  void whatIsWrongIsToldWithItsPlace(String text, String place, String code, String message) {
    Problem problem = problemsOf(text.replace('⏎', '\n')).getFirst();

    assertThat(problem.span().startLine() + ":" + problem.span().startColumn()).isEqualTo(place);
    assertThat(problem.code()).isEqualTo("yaml/" + code);
    assertThat(problem.message()).isEqualTo(message);
  }

  @Test
  void aControlCharacterIsToldByItsNumber() {
    assertThat(problemsOf("a: \u0000").getFirst().message())
        .isEqualTo("YAML does not allow U+0000, not even in quotes");
  }

  @Test
  void indentingByTabulatorsGetsHelp() {
    assertThat(problemsOf("a:\n\tb: 1").getFirst().help()).contains("indent with spaces");
  }

  @Test
  void theContextOfASyntaxFaultIsShownToo() {
    Problem problem = problemsOf("a: [1, 2").getFirst();

    assertThat(problem.related()).hasSize(1);
    assertThat(problem.related().getFirst().span().startColumn()).isEqualTo(4);
    assertThat(problem.related().getFirst().word()).isEqualTo("while parsing a flow sequence");
  }

  @Test
  void everyRepeatedKeyIsToldWithItsFirstPlace() {
    List<Problem> problems = problemsOf("a: 1\nb: {c: 1, c: 2}\n\"a\": 3\n1: x\n'1': y\n");

    assertThat(problems).extracting(Problem::code).containsOnly("yaml/duplicate-key");
    assertThat(problems)
        .extracting(
            problem ->
                problem.related().getFirst().span().startLine()
                    + " and "
                    + problem.span().startLine())
        .containsExactly("2 and 2", "1 and 3", "4 and 5");
  }

  @Test
  void aBombOfAliasesIsStoppedByItsCount() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String list = ("*a" + (i - 1) + ", ").repeat(10);
      bomb.append("a").append(i).append(": &a").append(i).append(" [").append(list).append("]\n");
    }

    assertThat(problemsOf(bomb.toString()).getFirst().code()).isEqualTo("document/too-many-values");
  }

  @Test
  void depthIsBoundedThroughAliasesToo() {
    assertThat(problemsOf("[".repeat(100_000)).getFirst().code()).isEqualTo("document/too-deep");

    StringBuilder ladder = new StringBuilder("- &a0 " + "[".repeat(60) + "]".repeat(60) + "\n");
    for (int i = 1; i < 5; i++) {
      String list = "[".repeat(60) + "*a" + (i - 1) + "]".repeat(60);
      ladder.append("- &a").append(i).append(' ').append(list).append('\n');
    }
    Problem problem = problemsOf(ladder.toString()).getFirst();
    assertThat(problem.code()).isEqualTo("document/too-deep");
    assertThat(problem.span().startLine()).isEqualTo(4);
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThat(problemsOf("\"\\ud800\"").getFirst().code()).isEqualTo("document/lone-surrogate");
  }

  private static SpecValue value(SpecObject object, String key) {
    return object.member(key).orElseThrow().value();
  }

  private static Document read(String yaml) {
    return new YamlReader().read("x.yaml", yaml.getBytes(UTF_8));
  }

  private static List<Problem> problemsOf(String yaml) {
    return catchThrowableOfType(ProblemsException.class, () -> read(yaml)).problems();
  }
}
