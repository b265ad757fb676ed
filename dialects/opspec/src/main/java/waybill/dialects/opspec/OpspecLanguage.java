package waybill.dialects.opspec;

import java.nio.file.Path;
import java.util.Set;
import waybill.dialects.opspec.explain.OpExplanation;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.written.OpReader;
import waybill.dialects.opspec.written.OpSchema;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** What Waybill's own verbs want to know of an op. */
public final class OpspecLanguage {
  /** What an op's file is called, whatever its folder is. */
  public static final String FILE = "op.yml";

  private OpspecLanguage() {}

  /**
   * Whether a file with these keys is an op.
   *
   * @param topLevelKeys of its first document, which is a mapping
   */
  public static boolean isMeantBy(Set<String> topLevelKeys) {
    if (topLevelKeys.contains("run")) {
      return true;
    }
    return topLevelKeys.contains("name")
        && (topLevelKeys.contains("inputs")
            || topLevelKeys.contains("outputs")
            || topLevelKeys.contains("opspec"));
  }

  /**
   * Everything that is wrong in an op.yml, or deserves a warning. Looks at nothing but the text.
   *
   * @param strict whether what deserves a warning is wrong too
   */
  public static Problems validate(Source source, boolean strict) {
    Problems problems = new Problems();
    try {
      var _ = OpReader.read(source, problems);
    } catch (ProblemsException told) {
      // They are in the problems already.
    }
    return strict ? problems.strictly() : problems;
  }

  /**
   * What an op would do, as far as its own text and those of the ops it calls tell.
   *
   * @param folder of the op, absolute
   * @throws ProblemsException if it is not right
   */
  public static OpExplanation explain(Source source, Path folder) {
    return new OpExplanation(new LoadedOp(folder, OpReader.read(source)));
  }

  /** JSON Schema (draft 7) of an op.yml, for editors. */
  public static String schema() {
    return OpSchema.text();
  }
}
