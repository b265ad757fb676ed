package waybill.dialects.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.resolved.FakeStock;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.written.Job;
import waybill.dialects.maelstrom.written.JobReader;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.model.failure.FailureException;
import waybill.model.task.Streams;
import waybill.testing.Gathered;

/** Jobs that people wrote, each with what both versions say of it. */
class CorpusTest {
  private static final String ACCEPTED = "accepted";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> jobsThatPeopleWrote() throws IOException {
    Path corpus = Gathered.cases("corpus/maelstrom");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(corpus.resolve("index.yaml"), "files")) {
      String name = text(entry, "file");
      byte[] bytes = Files.readAllBytes(corpus.resolve(name));
      tests.add(
          DynamicTest.dynamicTest(
              "0.10: " + name, () -> check(SpecVersion.ORIGINAL, "v0_10", entry, bytes)));
      tests.add(
          DynamicTest.dynamicTest(
              "newer: " + name, () -> check(SpecVersion.NEWER, "head", entry, bytes)));
      if (entry.containsKey("later")) {
        tests.add(DynamicTest.dynamicTest("later: " + name, () -> checkPreparation(entry, bytes)));
      }
    }
    return tests.stream();
  }

  private static void check(SpecVersion version, String side, Map<?, ?> entry, byte[] bytes)
      throws IOException {
    String expected = text(entry, side);
    String said = ACCEPTED;
    try {
      read(version, bytes);
    } catch (SpecTextException e) {
      said = e.problem().message();
    }
    if (!said.equals(entry.get("asserted_message"))) { // the index shortens some
      assertThat(said).startsWith(expected);
    }
  }

  private void checkPreparation(Map<?, ?> entry, byte[] bytes)
      throws IOException, SpecTextException {
    FakeStock stock = new FakeStock(folder.resolve("cache"), folder);
    TaskMaker tasks =
        new TaskMaker(folder, Map.of(), stock, new Streams.Captured(1), Optional.empty());
    List<String> said = new ArrayList<>();
    for (Job job : read(SpecVersion.NEWER, bytes)) {
      try {
        tasks.make(job.whole());
      } catch (FailureException e) {
        said.add(e.failure().message());
      }
    }
    String expected = text(entry, "later");
    int details = expected.indexOf("name: "); // behind it each program has its own words
    String beginning = details < 0 ? expected : expected.substring(0, details);
    assertThat(said).anyMatch(message -> message.startsWith(beginning));
  }

  private static List<Job> read(SpecVersion version, byte[] bytes)
      throws IOException, SpecTextException {
    JobReader reader = JobReader.of(version, new ByteArrayInputStream(bytes));
    List<Job> jobs = new ArrayList<>();
    for (Optional<Job> job = reader.next(); job.isPresent(); job = reader.next()) {
      jobs.add(job.get());
    }
    return jobs;
  }

  private static String text(Map<?, ?> entry, String key) {
    return String.valueOf(entry.get(key));
  }
}
