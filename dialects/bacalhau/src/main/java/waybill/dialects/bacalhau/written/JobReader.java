package waybill.dialects.bacalhau.written;

import java.util.Optional;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.problem.JobWords;
import waybill.dialects.bacalhau.problem.KeyPlaces;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.Filled;
import waybill.dialects.bacalhau.template.Template;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.shape.JsonSchemaWriter;
import waybill.model.shape.ShapeChecker;

/**
 * Reads a job: the template is filled, the text becomes a tree, the tree is tidied, held against
 * the table of {@link JobShapes}, and understood. All problems come at once, in the order of their
 * places, which are places of the author's file. For any number of threads.
 */
public final class JobReader {
  private static final JobWords WORDS = new JobWords(new KeyPlaces(JobShapes.JOB));

  /** Of an author's file, in UTF-16 units. */
  private static final int MAX_LENGTH = 10 << 20;

  private JobReader() {}

  /**
   * Reads a job without a template.
   *
   * @param problems gets everything that is wrong, or worth a warning
   * @throws ProblemsException with all of that, if the job is not right
   */
  public static JobSpec read(Source source, Problems problems) {
    return read(source, Optional.empty(), false, problems);
  }

  /**
   * Reads a job.
   *
   * @param values for the template that the file is; nothing if it is none
   * @param strict whether what deserves a warning is wrong, too
   * @param problems gets everything that is wrong, or worth a warning
   * @throws ProblemsException with all of that, if the job is not right
   */
  public static JobSpec read(
      Source source, Optional<TemplateValues> values, boolean strict, Problems problems) {
    Problems found = new Problems();
    Optional<JobSpec> job = Optional.empty();
    Filled filled = Filled.unchanged(source);
    try {
      if (source.text().length() > MAX_LENGTH) {
        throw new ProblemsException(source, JobProblems.tooLarge(MAX_LENGTH));
      }
      if (values.isPresent()) {
        filled = Template.fill(source, values.get());
      }
      job = understood(filled.text(), found);
    } catch (ProblemsException unreadable) {
      found.addAll(unreadable);
    }
    Problems placed = filled.inAuthorsFile(found);
    problems.addInOrder(strict ? placed.strictly() : placed);
    if (job.isEmpty() || problems.anyError()) {
      throw problems.exception(source);
    }
    return job.get();
  }

  /**
   * A job that was written by us, however large.
   *
   * @throws ProblemsException if it is none
   */
  static JobSpec readOwn(Source source) {
    Problems found = new Problems();
    Optional<JobSpec> job = understood(source, found);
    if (job.isEmpty() || found.anyError()) {
      throw found.exception(source);
    }
    return job.get();
  }

  /** Nothing for what is no job at all. */
  private static Optional<JobSpec> understood(Source source, Problems found) {
    Document document = JobText.document(source, found);
    if (document.root() instanceof SpecObject object && isOlder(object, found)) {
      return Optional.empty();
    }
    SpecValue root = new Tidy(found).tidy(document.root(), JobShapes.JOB);
    new ShapeChecker(found, WORDS).check(root, JobShapes.JOB);
    return root instanceof SpecObject object
        ? new JobBuilder(new Part(object, found)).job()
        : Optional.empty();
  }

  /** Jobs looked otherwise before 1.1: every key of theirs would be told as unknown. */
  private static boolean isOlder(SpecObject root, Problems found) {
    boolean tasks = false;
    Optional<SpecObject.Member> older = Optional.empty();
    for (SpecObject.Member member : root.members()) {
      String key = member.key();
      tasks |= key.equalsIgnoreCase("tasks");
      boolean wrapped = key.equalsIgnoreCase("job") && member.value() instanceof SpecObject;
      if (wrapped || key.equalsIgnoreCase("apiversion") || key.equalsIgnoreCase("spec")) {
        older = older.isPresent() ? older : Optional.of(member);
      }
    }
    if (older.isEmpty() || tasks) {
      return false;
    }
    found.add(JobProblems.olderForm(older.get().key(), older.get().keySpan()));
    return true;
  }

  /** JSON Schema of jobs, for editors. */
  public static String schema() {
    return JsonSchemaWriter.write("Bacalhau job", JobShapes.JOB);
  }
}
