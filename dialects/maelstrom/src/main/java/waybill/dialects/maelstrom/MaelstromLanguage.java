package waybill.dialects.maelstrom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  /** The option of our verbs, as the language's own command has it. */
  public static final String VERSION_OPTION = "--spec-version";

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

  /** What versions of the language are called. */
  public static List<String> versions() {
    List<String> words = new ArrayList<>();
    for (SpecVersion version : SpecVersion.values()) {
      words.add(version.word());
    }
    return words;
  }

  /**
   * The version of the language that somebody wants read.
   *
   * @param option where one was given; it wins over the environment
   * @throws waybill.model.failure.FailureException when it names none
   */
  public static SpecVersion version(Optional<String> option, Map<String, String> environment) {
    String word =
        option.orElseGet(
            () -> environment.getOrDefault(VERSION_VARIABLE, SpecVersion.ORIGINAL.word()));
    for (SpecVersion version : SpecVersion.values()) {
      if (version.word().equals(word)) {
        return version;
      }
    }
    throw Failure.of(
            FailureCode.COMMAND_LINE,
            (option.isPresent() ? VERSION_OPTION : VERSION_VARIABLE)
                + " is `"
                + word
                + "`, which is no version of the language")
        .withHelp("set it to `" + String.join("` or `", versions()) + "`")
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
