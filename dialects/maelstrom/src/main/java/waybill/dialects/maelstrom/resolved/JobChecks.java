package waybill.dialects.maelstrom.resolved;

import java.util.Optional;
import waybill.dialects.maelstrom.written.EnvironmentElement;
import waybill.dialects.maelstrom.written.Job;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.model.document.Span;
import waybill.model.document.SpecString;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;

/** What can be told about a job without the machine it is to run on. */
public final class JobChecks {
  private JobChecks() {}

  /** Adds everything that is wrong with the job wherever it runs. */
  public static void check(Job read, Problems problems) {
    try {
      check(read.whole(), problems);
    } catch (FailureException e) {
      problems.add(
          Problem.error("maelstrom/bad-parent", e.failure().message(), read.span())
              .withHelp(e.failure().help()));
    }
  }

  private static void check(WrittenJob job, Problems problems) {
    job.image()
        .ifPresent(
            image ->
                check(
                    "maelstrom/bad-image",
                    image.nameSpan(),
                    problems,
                    () -> ImageUses.check(job.version(), image)));
    // Whether a variable is there is the business of whoever runs the job.
    Substitution anything = new Substitution(name -> Optional.of(name), name -> Optional.of(name));
    for (EnvironmentElement element : job.environment()) {
      for (SpecString value : element.variables().values()) {
        check(
            "maelstrom/bad-substitution",
            value.span(),
            problems,
            () -> anything.apply(value.value()));
      }
    }
  }

  private static void check(String code, Span span, Problems problems, Runnable check) {
    try {
      check.run();
    } catch (FailureException e) {
      problems.add(Problem.error(code, e.failure().message(), span).withHelp(e.failure().help()));
    }
  }
}
