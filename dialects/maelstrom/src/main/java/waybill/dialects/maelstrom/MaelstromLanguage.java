package waybill.dialects.maelstrom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.resolved.JobChecks;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.written.JobReader;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Task;

/** What Waybill's own verbs want to know of a file with jobs. */
public final class MaelstromLanguage {
  private MaelstromLanguage() {}

  /**
   * Whether a file whose first document has these keys holds jobs.
   *
   * @param topLevelKeys of the first document, which is an object
   */
  public static boolean isMeantBy(Set<String> topLevelKeys) {
    return topLevelKeys.contains("program")
        && (topLevelKeys.contains("layers") || topLevelKeys.contains("image"));
  }

  /**
   * What is wrong in a file, all at once, save that the first mistake in a job ends its reading.
   *
   * @param source from the beginning of its file
   */
  public static Problems validate(Source source) {
    Problems problems = new Problems();
    try {
      forEachJob(source, job -> JobChecks.check(job, problems));
    } catch (SpecTextException e) {
      problems.add(e.problem());
    }
    return problems;
  }

  /**
   * The tasks that the jobs of a file come to, one after the other. Their layers are built.
   *
   * @param source from the beginning of its file
   * @throws ProblemsException when reading came to a mistake; the tasks before it were given
   * @throws waybill.model.failure.FailureException when a task cannot be made
   */
  public static void explain(Source source, TaskMaker tasks, Consumer<Task> each) {
    try {
      forEachJob(source, job -> each.accept(tasks.make(job)));
    } catch (SpecTextException e) {
      throw new ProblemsException(source, e.problem());
    }
  }

  private static void forEachJob(Source source, Consumer<WrittenJob> each)
      throws SpecTextException {
    byte[] bytes = source.text().getBytes(StandardCharsets.UTF_8);
    JobReader reader = new JobReader(new ByteArrayInputStream(bytes));
    try {
      Optional<WrittenJob> job = reader.next();
      while (job.isPresent()) {
        each.accept(job.get());
        job = reader.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }
}
