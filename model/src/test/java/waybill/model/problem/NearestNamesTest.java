package waybill.model.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

  @Test
  void aNameWithUpToTwoMistakesIsFound() {
    List<String> known = List.of("program", "arguments", "timeout");

    assertThat(NearestNames.of("progam", known)).containsExactly("program");
    assertThat(NearestNames.of("prorgam", known)).containsExactly("program");
    assertThat(NearestNames.of("timeouts!", known)).containsExactly("timeout");
    assertThat(NearestNames.of("argumnt", known)).containsExactly("arguments");
    assertThat(NearestNames.of("argmnt", known)).isEmpty();
  }

  @Test
  void aNameInOtherCaseIsFound() {
    assertThat(NearestNames.of("TIMEOUT", List.of("timeout"))).containsExactly("timeout");
  }

  @Test
  void theNearestComesFirstAndThreeAreEnough() {
    assertThat(NearestNames.of("abcd", List.of("abxy", "abcx", "abc", "axcd", "abxx")))
        .containsExactly("abcx", "abc", "axcd");
  }

  @Test
  void aNameThatSharesNoLetterIsNotNear() {
    assertThat(NearestNames.of("ab", List.of("xy", "x"))).isEmpty();
    assertThat(NearestNames.of("x", List.of("y", ""))).isEmpty();
    assertThat(NearestNames.of("", List.of("y"))).isEmpty();
  }

  @Test
  void anEndlessNameTakesNoTime() {
    assertThat(NearestNames.of("x".repeat(10_000_000), List.of("x", "program"))).isEmpty();
  }

  @Test
  void helpReadsLikeASentence() {
    assertThat(NearestNames.help("ab1", List.of("ab2"))).contains("did you mean `ab2`?");
    assertThat(NearestNames.help("ab1", List.of("ab2", "ab3", "ab4")))
        .contains("did you mean `ab2`, `ab3` or `ab4`?");
    assertThat(NearestNames.help("ab1", List.of("something"))).isEmpty();
  }
}
