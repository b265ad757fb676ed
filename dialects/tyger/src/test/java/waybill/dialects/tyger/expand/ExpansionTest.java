package waybill.dialects.tyger.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.problem.Refusal;

class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "1", "B", "$(A)", "MY-IN_PIPE", "/p", "A(B", "odd", "", "none");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain, plain",
        "x$(A)y, x1y",
        "$(A)$(A), 11",
        "$(MISSING), $(MISSING)",
        "$(MY-IN_PIPE), /p",
        // What was put in is not looked at again.
        "$(B), $(A)",
        "$$(A), $(A)",
        "x$$(A)y$(A), x$(A)y1",
        "$$(MISSING), $(MISSING)",
        "pid=$$; echo done, pid=$$; echo done",
        "pid=$$; echo $(A), pid=$$; echo 1",
        "$$A, $$A",
        "$$, $$",
        "$, $",
        "$A, $A",
        "${A}, ${A}",
        "a$, a$",
        // Pairs from the left: an odd one refers.
        "$$$(A), $$1",
        "$$$$(A), $$$(A)",
        "$$$, $$$",
        // A name goes up to the next closing parenthesis.
        "$(A(B)), odd)",
        "$(cat $(A)), $(cat $(A))",
        "$$($(A)), $(1)",
        "$(A, $(A",
        "$$(A, $(A",
        "$(A) $(A, 1 $(A",
        "$(), none",
        "$( A ), $( A )",
        "inp=$(cat \"\"$INPUT_PIPE\"\"), inp=$(cat \"\"$INPUT_PIPE\"\")",
      })
  void oneTextAfterTheOther(String text, String expanded) {
    assertThat(Expansion.words(List.of(text), VARIABLES)).containsExactly(expanded);
  }

  @Test
  void variablesSeeThoseBeforeThem() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("A", "1");
    env.put("B", "$(A)2");
    env.put("C", "$(D)");
    env.put("D", "x");
    assertThat(Expansion.environment(Map.of(), env))
        .containsExactly(
            Map.entry("A", "1"), Map.entry("B", "12"), Map.entry("C", "$(D)"), Map.entry("D", "x"));
  }

  @Test
  void variablesSeePipesAndTheImage() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("PATH", "/bin");
    given.put("INPUT_PIPE", "/p/input");
    Map<String, String> env = new LinkedHashMap<>();
    env.put("F", "$(INPUT_PIPE)");
    env.put("PATH", "/mine:$(PATH)");
    assertThat(Expansion.environment(given, env))
        .containsExactly(
            Map.entry("PATH", "/mine:/bin"),
            Map.entry("INPUT_PIPE", "/p/input"),
            Map.entry("F", "/p/input"));
  }

  @Test
  void aVariableMayReferToWhatItReplaces() {
    assertThat(Expansion.environment(Map.of("A", "1"), Map.of("A", "$(A)$$(A)")))
        .containsExactly(Map.entry("A", "1$(A)"));
  }

  @Test
  void doublingIsBounded() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("V0", "xxxxxxxxxx");
    for (int i = 1; i < 60; i++) {
      env.put("V" + i, "$(V" + (i - 1) + ")$(V" + (i - 1) + ")");
    }
    assertThatThrownBy(() -> Expansion.environment(Map.of(), env))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("longer than");
  }

  @Test
  @Timeout(20)
  void takesTimeInProportion() {
    String open = "$(".repeat(250_000);
    assertThat(Expansion.words(List.of(open), Map.of())).containsExactly(open);
    String pairs = "$".repeat(500_000);
    assertThat(Expansion.words(List.of(pairs), Map.of())).containsExactly(pairs);
  }

  @Test
  void referencesAreFoundButEscapedOnes() {
    assertThat(Expansion.references("$(A) $$(B) $(C D) $$$(E)")).containsExactly("A", "C D", "E");
  }

  @Property(tries = 300)
  void nothingIsLostOfAnyText(
      @ForAll @StringLength(max = 30) @Chars({'$', '(', ')'}) @CharRange(from = 'a', to = 'b')
          String text) {
    String expanded = Expansion.words(List.of(text), Map.of()).getFirst();
    assertThat(expanded.replace("$", "")).isEqualTo(text.replace("$", ""));
    assertThat(expanded.length()).isLessThanOrEqualTo(text.length());
  }
}
