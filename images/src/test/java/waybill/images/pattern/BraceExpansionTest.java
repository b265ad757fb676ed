package waybill.images.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.failure.FailureException;

class BraceExpansionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /a                    | /a
          a,b}\\c               | a,b}\\c
          /foo/{bar,baz}        | /foo/bar /foo/baz
          /dev/{null,zero}/     | /dev/null/ /dev/zero/
          {a}                   | a
          {}x                   | x
          {a,b}{1,2}            | a1 a2 b1 b2
          x{a,b{c,d}e,f}y       | xay xbcey xbdey xfy
          {{a,b},c}             | a b c
          {1..3}                | 1 2 3
          {3..1}                | 3 2 1
          {08..10}              | 08 09 10
          {0..0}                | 0
          {a..c}                | a b c
          {C..A}                | C B A
          f{1..2}{a..b}         | f1a f1b f2a f2b
          {x{1..2},y}           | x1 x2 y
          {1..2,b}              | 1..2 b
          a..b{c,d}             | a..bc a..bd
          a,b{c,d}              | a,bc a,bd
          \\{a{b,c}             | {ab {ac
          {a\\,b,c\\}d}         | a,b c}d
          """)
  void standsFor(String text, String names) {
    assertThat(BraceExpansion.expand(text)).containsExactly(names.split(" "));
  }

  @Test
  void anAlternativeMayBeEmpty() {
    assertThat(BraceExpansion.expand("/foo/{bar,baz,}"))
        .containsExactly("/foo/bar", "/foo/baz", "/foo/");
    assertThat(BraceExpansion.expand("{,}")).isEqualTo(List.of("", ""));
    assertThat(BraceExpansion.expand("a{,b}c")).containsExactly("ac", "abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {a         | `{` at character 1 has no `}`
          a{b{c}     | `{` at character 2 has no `}`
          {a}}       | `}` at character 4 has no `{`
          {1..a}     | `{1..a}` is no range
          {a..Z}     | `{a..Z}` is no range
          {1..}      | `{1..}` is no range
          {..}       | `{..}` is no range
          {1..3..2}  | `{1..3..2}` is no range
          {a}\\      | nothing follows the last `\\`
          """)
  void malformedOnesAreRefusedWithTheirPlace(String text, String message) {
    assertThatThrownBy(() -> BraceExpansion.expand(text))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("`" + text + "`: ")
        .hasMessageContaining(message);
  }

  @Test
  void standsForABoundedNumberOfNames() {
    assertThat(BraceExpansion.expand("{1..100000}")).hasSize(100_000);
    assertRefused("{1..100001}");
    assertRefused("{0..999999999999999999}");
    assertRefused("{1..9999999999999999999}");
    assertRefused("{a,b}".repeat(20));
    assertRefused("{1..60000,{1..60000}}{1..2}");
    assertRefused("x".repeat(3000) + "{1..100000}");
    assertRefused("{".repeat(65) + "}".repeat(65));
    assertRefused("{" + "a".repeat(4096) + "}");
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> BraceExpansion.expand(text)).isInstanceOf(FailureException.class);
  }
}
