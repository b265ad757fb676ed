package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an agent had when it was killed by signal 9.
 *
 * @param folders where it kept what it liked
 * @param below the processes it had
 */
record KilledAgent(Path folders, ProcessHandle agent, List<ProcessHandle> below) {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** What dies with it has to do so by itself. */
  static KilledAgent kill(Path folders, ProcessHandle agent)
      throws IOException, InterruptedException {
    var killed = new KilledAgent(folders, agent, agent.descendants().toList());
    JobDesk.kill(agent);
    return killed;
  }

  /** When the next agent is there and what it was asked for is over. */
  void assertNothingIsLeft() throws IOException, InterruptedException {
    awaitThat("its processes are gone", () -> below.stream().noneMatch(ProcessHandle::isAlive));
    awaitThat("its groups are gone", () -> groups().isEmpty());
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
        .doesNotContain(folders.toString());
    assertThat(left(folders.resolve("state/runs"), "scratch")).isEmpty();
    awaitThat("no content is staged", () -> left(folders.resolve("state"), "staging").isEmpty());
    awaitThat("nothing is staged", () -> left(folders.resolve("cache"), "tmp").isEmpty());
  }

  private List<Path> groups() throws IOException {
    String ours = "waybill-" + agent.pid() + "-";
    try (Stream<Path> all = Files.walk(GROUPS, 6)) {
      return all.filter(path -> String.valueOf(path.getFileName()).startsWith(ours)).toList();
    } catch (UncheckedIOException goneMeanwhile) {
      return groups();
    }
  }

  /** What is in the folders of a name. */
  private static List<Path> left(Path folder, String name) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, 5)) {
      return all.filter(path -> path.resolve("..").normalize().endsWith(name)).toList();
    } catch (UncheckedIOException goneMeanwhile) {
      return left(folder, name);
    }
  }
}
