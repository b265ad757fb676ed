package waybill.dialects.tyger;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.tyger.written.SpecCheck;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** What Waybill's own verbs want to know of codespecs and runs. */
public final class TygerLanguage {
  private static final Set<String> OF_JOBS =
      Set.of("codespec", "buffers", "buffertag", "bufferttl", "nodepool", "replicas", "tags");

  private TygerLanguage() {}

  /**
   * Whether a file is a run: it has a job that says what these jobs say.
   *
   * @param root of its first document
   */
  public static boolean isRun(SpecObject root) {
    for (SpecObject.Member member : root.members()) {
      if (member.key().equalsIgnoreCase("job") && member.value() instanceof SpecObject job) {
        Set<String> keys = keys(job);
        return keys.contains("codespec") || (!keys.isEmpty() && OF_JOBS.containsAll(keys));
      }
    }
    return false;
  }

  /**
   * Whether a file is a codespec. Files of other languages may have an image, too: ask about those
   * first.
   *
   * @param root of its first document
   */
  public static boolean isCodespec(SpecObject root) {
    Set<String> keys = keys(root);
    return keys.contains("image")
        || keys.contains("buffers")
        || (keys.contains("name") && keys.contains("endpoints"));
  }

  /** Whether a text that is no YAML, or no object, is meant to be a run. */
  public static boolean isMeantByText(String text) {
    return text.lines().anyMatch(line -> line.startsWith("job:"))
        && text.lines().anyMatch(line -> line.strip().startsWith("codespec:"));
  }

  private static Set<String> keys(SpecObject object) {
    Set<String> keys = new HashSet<>();
    object.members().forEach(member -> keys.add(member.key().toLowerCase(Locale.ROOT)));
    return keys;
  }

  /**
   * Everything that is wrong in a file, or deserves a warning: what the command would say, and what
   * the server would. Looks at nothing but the text.
   *
   * @param strict whether what deserves a warning is wrong, too
   */
  public static Problems validate(Source source, boolean strict) {
    Problems problems = new Problems();
    var _ = SpecCheck.check(source, problems);
    return strict ? problems.strictly() : problems;
  }

  /**
   * A codespec or run with everything settled that does not depend on its image.
   *
   * @throws ProblemsException if it is not right
   */
  public static TygerExplanation explain(Source source) {
    Problems problems = new Problems();
    Optional<SpecCheck.Checked> checked = SpecCheck.check(source, problems);
    if (checked.isEmpty() || problems.anyError()) {
      throw problems.exception(source);
    }
    return new TygerExplanation(checked.get());
  }

  /** JSON Schema (draft 7) of files with a codespec, for editors. */
  public static String codespecSchema() {
    return SpecCheck.codespecSchema();
  }

  /** JSON Schema (draft 7) of files with a run, for editors. */
  public static String runSchema() {
    return SpecCheck.runSchema();
  }
}
