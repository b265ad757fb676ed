package waybill.model.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;
import waybill.model.problem.Related;

/** Text that is not JSON is told with its place, what stands there and what should. */
class JsonFaultTest {

  /** Text ({@code ⏎} is a line feed), column, what stands there, code and message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '´',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          {"a":1,}        ¦ 8 ¦ }         ¦ trailing-comma           ¦ expected something after the comma, not `}`
          [1,]            ¦ 4 ¦ ]         ¦ trailing-comma           ¦ expected something after the comma, not `]`
          {"a" 1}         ¦ 6 ¦ 1         ¦ expected-colon           ¦ expected `:` after the key, not `1`
          {"a":1,"b" 2}   ¦ 12 ¦ 2        ¦ expected-colon           ¦ expected `:` after the key, not `2`
          {"a":1 "b":2}   ¦ 8 ¦ "         ¦ expected-comma-in-object ¦ expected `,` or `}`, not `"`
          {"a":1]         ¦ 7 ¦ ]         ¦ expected-comma-in-object ¦ expected `,` or `}`, not `]`
          {"a":1x}        ¦ 7 ¦ x         ¦ expected-comma-in-object ¦ expected `,` or `}`, not `x`
          [1 2]           ¦ 4 ¦ 2         ¦ expected-comma-in-list   ¦ expected `,` or `]`, not `2`
          [1}             ¦ 3 ¦ }         ¦ expected-comma-in-list   ¦ expected `,` or `]`, not `}`
          {a:1}           ¦ 2 ¦ a         ¦ expected-key             ¦ expected a key in double quotes, not `a`
          {'a':1}         ¦ 2 ¦ '         ¦ expected-key             ¦ expected a key in double quotes, not `'`
          {"a":tru}       ¦ 6 ¦ tru       ¦ expected-word            ¦ expected `true`, `false` or `null`, not `tru`
          truefalse       ¦ 1 ¦ truefalse ¦ expected-word            ¦ expected `true`, `false` or `null`, not `truefalse`
          {"a":NaN}       ¦ 6 ¦ NaN       ¦ expected-value           ¦ expected a value, not `NaN`
          [NaN⏎]          ¦ 2 ¦ NaN       ¦ expected-value           ¦ expected a value, not `NaN`
          [-Infinity]     ¦ 2 ¦ -Infinity ¦ expected-value           ¦ expected a value, not `-Infinity`
          {"a":.5}        ¦ 6 ¦ .5        ¦ expected-value           ¦ expected a value, not `.5`
          [€]             ¦ 2 ¦ €         ¦ expected-value           ¦ expected a value, not `€`
          ,               ¦ 1 ¦ ,         ¦ expected-value           ¦ expected a value, not `,`
          }               ¦ 1 ¦ }         ¦ expected-value           ¦ expected a value, not `}`
          {"a":01}        ¦ 6 ¦ 01        ¦ bad-number               ¦ `01` is not a number
          {"a":-}         ¦ 6 ¦ -         ¦ bad-number               ¦ `-` is not a number
          {"a":1.}        ¦ 6 ¦ 1.        ¦ bad-number               ¦ `1.` is not a number
          {"a":1e}        ¦ 6 ¦ 1e        ¦ bad-number               ¦ `1e` is not a number
          {"a":+1}        ¦ 6 ¦ +1        ¦ bad-number               ¦ `+1` is not a number
          {"a":1.5.5}     ¦ 6 ¦ 1.5.5     ¦ bad-number               ¦ `1.5.5` is not a number
          12x             ¦ 1 ¦ 12x       ¦ bad-number               ¦ `12x` is not a number
          {"a":"x⏎y"}     ¦ 8 ¦ ⏎         ¦ control-character        ¦ a string must not hold U+000a as it is
          {"a":"\\q"}     ¦ 7 ¦ \\q       ¦ bad-escape               ¦ a string has no escape like this: `\\q`
          {"a":"\\u12G4"} ¦ 7 ¦ \\u12G    ¦ bad-escape               ¦ a string has no escape like this: `\\u12G`
          {}}             ¦ 3 ¦ }         ¦ text-after-document      ¦ expected nothing after the value, not `}`
          {} ,{}          ¦ 4 ¦ ,         ¦ text-after-document      ¦ expected nothing after the value, not `,`
          1 2             ¦ 3 ¦ 2         ¦ text-after-document      ¦ expected nothing after the value, not `2`
          {"a":1,"a":2}   ¦ 8 ¦ "a"       ¦ duplicate-key            ¦ the key `a` is written twice
          """)
  void whatStandsThereAndWhatShouldIsTold(
      String text, int column, String there, String code, String message) {
    String json = text.replace('⏎', '\n');

    Problem problem = onlyProblem(json);

    assertThat(problem.code()).isEqualTo("json/" + code);
    assertThat(problem.message()).isEqualTo(message);
    assertThat(problem.span().startColumn()).isEqualTo(column);
    assertThat(slice(json, problem.span().startOffset(), problem.span().endOffset()))
        .isEqualTo(there.replace('⏎', '\n'));
  }

  /** Text and what it ends in; {@code ^} marks where that was opened. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '´',
      textBlock =
          """
          {              ¦ object ¦ 1
          {"a"           ¦ object ¦ 1
          {"a":1         ¦ object ¦ 1
          {"a":12        ¦ object ¦ 1
          [{"a":1}       ¦ list   ¦ 1
          [1             ¦ list   ¦ 1
          [1,[2          ¦ list   ¦ 4
          "abc           ¦ string ¦ 1
          {"a            ¦ string ¦ 2
          {"a":"x        ¦ string ¦ 6
          {"a":"\\       ¦ string ¦ 6
          {"a":"\\u12    ¦ string ¦ 6
          {"a":          ¦ value  ¦ 0
          {"a":1,        ¦ value  ¦ 0
          [1,            ¦ value  ¦ 0
          {"a":nul       ¦ value  ¦ 0
          tru            ¦ value  ¦ 0
          -              ¦ value  ¦ 0
          1e             ¦ value  ¦ 0
          """)
  void aTextThatEndsTooEarlySaysInsideOfWhat(String json, String what, int opened) {
    Problem problem = onlyProblem(json);

    assertThat(problem.code()).isEqualTo("json/end-in-" + what);
    assertThat(problem.span().startOffset()).isEqualTo(json.length());
    List<Integer> places = problem.related().stream().map(r -> r.span().startColumn()).toList();
    assertThat(places).isEqualTo(opened == 0 ? List.of() : List.of(opened));
  }

  @Test
  void bothPlacesOfARepeatedKeyAreShownAndAllRepeatedKeysAtOnce() {
    ProblemsException thrown = read("{\"a\": 1,\n \"a\": {\"b\": 1, \"b\": 2}}");

    assertThat(thrown.problems()).hasSize(2);
    Problem outer = thrown.problems().get(0);
    assertThat(outer.span().startLine()).isEqualTo(2);
    Related first = outer.related().getFirst();
    assertThat(first.span().startLine()).isEqualTo(1);
    assertThat(first.word()).isEqualTo("first here");
  }

  @Test
  void helpIsGivenForWhatOtherLanguagesAllow() {
    assertThat(onlyProblem("// x\n1").help()).contains("JSON has no comments");
    assertThat(onlyProblem("# x\n1").help()).contains("JSON has no comments");
    assertThat(onlyProblem("['a']").help()).contains("JSON takes double quotes only");
    assertThat(onlyProblem("[1,]").help()).contains("leave the comma out");
    assertThat(onlyProblem("[{}{}]").help()).contains("a comma is missing before it");
    assertThat(onlyProblem("[\"\t\"]").help()).contains("write it as `\\t`");
  }

  @Test
  void anEmptyTextIsNoDocument() {
    assertThat(onlyProblem("").code()).isEqualTo("json/no-document");
    assertThat(onlyProblem(" \n").code()).isEqualTo("json/no-document");
  }

  @Test
  void halfASurrogatePairIsRefusedAndAWholeOneTaken() {
    assertThat(onlyProblem("[\"\\ud83d x\"]").code()).isEqualTo("document/lone-surrogate");
    assertThat(onlyProblem("{\"\\ude00\": 1}").code()).isEqualTo("document/lone-surrogate");

    new JsonReader().read("x", "[\"\\ud83d\\ude00\"]".getBytes(UTF_8));
  }

  private static Problem onlyProblem(String json) {
    ProblemsException thrown = read(json);
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().getFirst();
  }

  private static ProblemsException read(String json) {
    return catchThrowableOfType(
        ProblemsException.class, () -> new JsonReader().read("x.json", json.getBytes(UTF_8)));
  }

  private static String slice(String text, long start, long end) {
    byte[] bytes = text.getBytes(UTF_8);
    return new String(bytes, (int) start, (int) (end - start), UTF_8);
  }
}
