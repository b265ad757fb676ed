package waybill.model.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

class ProblemsTest {
  private static final Span PLACE = new Span(1, 1, 1, 2, 0, 1);

  private final Source source = new Source("x", "y");
  private final Problems problems = new Problems();

  @Test
  void warningsAloneDoNotEndAnything() {
    problems.add(Problem.warning("a/odd", "odd", PLACE));

    problems.throwIfAnyError(source);

    assertThat(problems.anyError()).isFalse();
    assertThat(problems.list()).hasSize(1);
  }

  @Test
  void oneErrorEndsWithEverythingThatWasFound() {
    problems.add(Problem.warning("a/odd", "odd", PLACE));
    problems.add(Problem.error("a/bad", "bad", PLACE).withHelp("do better"));

    ProblemsException thrown =
        catchThrowableOfType(ProblemsException.class, () -> problems.throwIfAnyError(source));

    assertThat(thrown.source()).isEqualTo(source);
    assertThat(thrown.problems()).extracting(Problem::code).containsExactly("a/odd", "a/bad");
    assertThat(thrown.leftOut()).isZero();
  }

  @Test
  void asOneFailureTheyTellTheFirstAndItsPlace() {
    problems.add(Problem.error("a/bad", "bad", PLACE).withHelp("do better"));
    problems.add(Problem.error("a/bad", "worse", PLACE));
    ProblemsException thrown =
        catchThrowableOfType(ProblemsException.class, () -> problems.throwIfAnyError(source));

    Failure failure = thrown.asFailure("cannot go on: ").failure();

    assertThat(failure.message()).isEqualTo("cannot go on: x:1:1: bad (and 1 more)");
    assertThat(failure.help()).contains("do better");
    assertThat(new ProblemsException(source, thrown.problems().getLast()).asFailure("").failure())
        .isEqualTo(Failure.of(FailureCode.SPEC_INVALID, "x:1:1: worse"));
  }

  @Test
  void moreThanAnyoneReadsIsOnlyCounted() {
    for (int i = 0; i < Problems.MAX_KEPT + 5; i++) {
      problems.add(Problem.error("a/bad", "bad " + i, PLACE));
    }

    assertThat(problems.list()).hasSize(Problems.MAX_KEPT);
    assertThat(problems.leftOut()).isEqualTo(5);
  }

  @Test
  void anErrorIsSeenAmongAnyNumberOfWarnings() {
    for (int i = 0; i < Problems.MAX_KEPT + 5; i++) {
      problems.add(Problem.warning("a/odd", "odd " + i, PLACE));
    }
    problems.add(Problem.error("a/bad", "bad", PLACE));

    assertThat(problems.list().getLast().code()).isEqualTo("a/bad");
    assertThat(problems.list().size() + problems.leftOut()).isEqualTo(Problems.MAX_KEPT + 6);
  }

  @Test
  void anothersProblemsComeInTheOrderOfTheirPlaces() {
    Problems other = new Problems();
    other.add(Problem.error("a/second", "bad", new Span(2, 1, 2, 2, 5, 6)));
    other.add(Problem.warning("a/first", "odd", PLACE));

    problems.addInOrder(other);

    assertThat(problems.list()).extracting(Problem::code).containsExactly("a/first", "a/second");
    assertThat(problems.anyError()).isTrue();
  }

  @Test
  void strictlyEveryWarningIsAnError() {
    problems.add(Problem.warning("a/odd", "odd", PLACE));

    assertThat(problems.strictly().anyError()).isTrue();
    assertThat(problems.anyError()).isFalse();
  }
}
