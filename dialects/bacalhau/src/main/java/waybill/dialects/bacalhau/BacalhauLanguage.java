package waybill.dialects.bacalhau;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** What Waybill's own verbs want to know of a job. */
public final class BacalhauLanguage {
  private BacalhauLanguage() {}

  /**
   * Whether a file with these keys is a job.
   *
   * @param topLevelKeys of its first document, which is a mapping; in whatever case
   */
  public static boolean isMeantBy(Set<String> topLevelKeys) {
    Set<String> keys = new HashSet<>();
    topLevelKeys.forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
    boolean older = keys.contains("apiversion") || keys.equals(Set.of("job"));
    return keys.contains("tasks") || older;
  }

  /**
   * Whether a text that is neither JSON nor YAML is meant to be a job: a template that was not
   * filled, or JSON with comments.
   */
  public static boolean isMeantByText(String text) {
    return text.lines().anyMatch(BacalhauLanguage::beginsTasks);
  }

  private static boolean beginsTasks(String line) {
    String start = line.strip();
    int at = start.startsWith("\"") ? 1 : 0;
    return start.regionMatches(true, at, "tasks", 0, 5)
        && start.substring(at + 5).replace("\"", "").stripLeading().startsWith(":");
  }

  /**
   * Everything that is wrong in a job, or deserves a warning. Looks at nothing but the text.
   *
   * @param strict whether what deserves a warning is wrong, too
   * @param values for the template that the file is; nothing if it is none
   */
  public static Problems validate(Source source, boolean strict, Optional<TemplateValues> values) {
    Problems problems = new Problems();
    try {
      var _ = JobReader.read(source, values, strict, problems);
    } catch (ProblemsException told) {
      // They are in the problems already.
    }
    return problems;
  }

  /**
   * The job with everything settled, for eyes: secrets are stars.
   *
   * @throws ProblemsException if it is not right
   */
  public static JobExplanation explain(Source source, Optional<TemplateValues> values) {
    JobSpec job = JobReader.read(source, values, false, new Problems());
    return new JobExplanation(job);
  }

  /** JSON Schema (draft 7) of jobs, for editors. */
  public static String schema() {
    return JobReader.schema();
  }
}
