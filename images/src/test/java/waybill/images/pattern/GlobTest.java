package waybill.images.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.failure.FailureException;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a             | a                     | b ab a/a
          *.txt         | a.txt d/a.txt .txt    | a.txtx a.bin
          *             | a .hidden a/b/c       |
          a*            | a ab a/b              | ba
          a?c           | abc a/c aüc           | ac abbc
          foo/*         | foo/bar foo/a/b foo/  | foo
          foo/**        | foo/a foo/a/b foo/    | foo foobar
          **            | a a/b .h              |
          **/           | a a/b                 |
          **/**         | a a/b                 |
          **/foo        | foo a/foo a/b/foo     | afoo a/foob
          **.py         | a.py d/a.py .py       | a.pyc
          a/**/b        | a/b a/x/b a/x/y/b     | ab a/xb a/b/c
          a/**/**/b     | a/b a/x/b             | ab
          a/**/**       | a/b a/b/c             | a
          a**b          | ab axb a/b            | abc
          a/**b         | a/b a/xb a/x/b        | ab
          ./a           |                       | a
          /a            |                       | a b/a
          {a,b}         | a b                   | ab {a,b} c
          {a,b}/c       | a/c b/c               | c
          {a,}x         | ax                    | x
          a{}b          | ab                    | a{}b
          {a,{b,c}d}    | a bd cd               | b c
          {**/x,y}      | x a/x y               | a/y
          {a/**,y}      | a/b y                 | a
          a,b           | a,b                   | a b
          [ab]c         | ac bc                 | cc abc
          [a-c]         | a b c                 | d -
          [!a-c]        | d -                   | a b c
          [^a]          | b /                   | a
          [a-]          | a -                   | b
          [-a]          | a -                   | b
          []a]          | ] a                   | b
          [!]a]         | b                     | ] a
          [a-c-e]       | a d e                 | f -
          [*]           | *                     | a
          [}]           | }                     | a
          \\*           | *                     | a \\*
          \\{a\\}       | {a}                   | a
          a\\/b         | a/b                   | ab
          ü[ä-ö]?       | üäx üöü               | üx
          """)
  void matches(String pattern, String matching, String other) {
    Glob glob = Glob.compile(pattern);
    for (String path : names(matching)) {
      assertThat(glob.matches(path)).as(pattern + " on " + path).isTrue();
    }
    for (String path : names(other)) {
      assertThat(glob.matches(path)).as(pattern + " on " + path).isFalse();
    }
  }

  @Test
  void anEmptyPatternMatchesNothingThatHasAName() {
    assertThat(Glob.compile("").matches("a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [a     | `[` at character 1 has no `]`
          x[]    | `[` at character 2 has no `]`
          [c-a]  | the range `c-a` runs backwards
          {a     | `{` at character 1 has no `}`
          a}     | `}` at character 2 has no `{`
          a\\    | nothing follows the last `\\`
          """)
  void malformedOnesAreRefusedWithTheirPlace(String pattern, String message) {
    assertThatThrownBy(() -> Glob.compile(pattern))
        .isInstanceOf(FailureException.class)
        .hasMessage("glob `" + pattern + "`: " + message);
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThatThrownBy(() -> Glob.compile("a".repeat(4097))).isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> Glob.compile("{".repeat(65) + "a" + "}".repeat(65)))
        .isInstanceOf(FailureException.class);
    assertThat(Glob.compile("{".repeat(64) + "a" + "}".repeat(64)).matches("a")).isTrue();
  }

  @Test
  void noPatternMakesMatchingExplode() {
    Glob stars = Glob.compile("*a".repeat(500) + "b");
    Glob alternatives = Glob.compile("{a*,*a,aa*}".repeat(100) + "b");
    String path = "a".repeat(3000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(stars.matches(path)).isFalse();
          assertThat(alternatives.matches(path)).isFalse();
        });
  }

  private static String[] names(String list) {
    return list == null ? new String[0] : list.split(" ");
  }
}
