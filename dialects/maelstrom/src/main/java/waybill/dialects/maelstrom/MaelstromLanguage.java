package waybill.dialects.maelstrom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.resolved.JobChecks;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.written.Job;
import waybill.dialects.maelstrom.written.JobReader;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Task;

/** What Waybill's own verbs want to know of a file with jobs. */
public final class MaelstromLanguage {
  private static final String VERSION_VARIABLE = "MAELSTROM_RUN_SPEC_VERSION";

  private MaelstromLanguage() {}

  /**
   * Whether a file whose first document has these keys holds jobs.
   *
   * @param topLevelKeys of the first document, which is an object
   */
  public static boolean isMeantBy(Set<String> topLevelKeys) {
    if (topLevelKeys.size() == 1 && topLevelKeys.contains("containers")) {
      return true;
    }
    return topLevelKeys.contains("program")
        && (topLevelKeys.contains("layers")
            || topLevelKeys.contains("image")
            || topLevelKeys.contains("parent"));
  }

  /**
   * The version of the language that somebody with this environment wants read.
   *
   * @throws waybill.model.failure.FailureException when it names none
   */
  public static SpecVersion version(Map<String, String> environment) {
    String word = environment.getOrDefault(VERSION_VARIABLE, SpecVersion.ORIGINAL.word());
    for (SpecVersion version : SpecVersion.values()) {
      if (version.word().equals(word)) {
        return version;
      }
    }
    throw Failure.of(
            FailureCode.COMMAND_LINE,
            VERSION_VARIABLE + " is `" + word + "`, which is no version of the language")
        .withHelp("set it to `0.10` or `newer`")
        .asException();
  }

  /**
   * What is wrong in a file, all at once, save that the first mistake in a job ends its reading.
   *
   * @param source from the beginning of its file
   */
  public static Problems validate(SpecVersion version, Source source) {
    Problems problems = new Problems();
    try {
      forEachJob(version, source, job -> JobChecks.check(job, problems));
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
  public static void explain(
      SpecVersion version, Source source, TaskMaker tasks, Consumer<Task> each) {
    try {
      forEachJob(version, source, job -> each.accept(tasks.make(job.whole())));
    } catch (SpecTextException e) {
      throw new ProblemsException(source, e.problem());
    }
  }

  private static void forEachJob(SpecVersion version, Source source, Consumer<Job> each)
      throws SpecTextException {
    byte[] bytes = source.text().getBytes(StandardCharsets.UTF_8);
    JobReader reader = JobReader.of(version, new ByteArrayInputStream(bytes));
    try {
      Optional<Job> job = reader.next();
      while (job.isPresent()) {
        each.accept(job.get());
        job = reader.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }
}
