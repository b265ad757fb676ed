package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.problem.Severity;

/** What is said of a job, in lines. */
final class Told {
  private Told() {}

  /** {@code LINE:COLUMN MESSAGE}, warnings with a question mark before them. */
  static List<String> of(String text) {
    return of(new Source("job.yaml", text), Optional.empty(), false);
  }

  static List<String> of(Source source, Optional<TemplateValues> values, boolean strict) {
    Problems problems = new Problems();
    try {
      var _ = JobReader.read(source, values, strict, problems);
    } catch (ProblemsException e) {
      // All are in the problems.
    }
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems.list()) {
      boolean warning = problem.severity() == Severity.WARNING;
      String place = problem.span().startLine() + ":" + problem.span().startColumn();
      lines.add((warning ? "?" : "") + place + " " + problem.message());
    }
    return lines;
  }

  static boolean isRefused(Source source, Optional<TemplateValues> values, boolean strict) {
    try {
      var _ = JobReader.read(source, values, strict, new Problems());
      return false;
    } catch (ProblemsException e) {
      return true;
    }
  }

  /** The job, without a warning. */
  static JobSpec job(String text) {
    Problems problems = new Problems();
    JobSpec job = JobReader.read(new Source("job.yaml", text), problems);
    if (!problems.list().isEmpty()) {
      throw new AssertionError(problems.list().toString());
    }
    return job;
  }
}
