package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code opctl} as people use it, with real containers, in every way in which they have it. */
class OpctlTest {
  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  private static Map<String, String> op(String name, String text) {
    return Map.of(".opspec/" + name + "/op.yml", text);
  }

  @TestFactory
  Stream<DynamicTest> whatAContainerWritesComesBehindItsCallAndItsOutputsAreTheCallers() {
    return users.each(
        user -> {
          Path project =
              user.project(
                  op(
                      "make",
                      """
                      name: make
                      inputs:
                        dir: {dir: {default: .}}
                        who: {string: {}}
                      outputs:
                        greeting: {file: {}}
                      run:
                        container:
                          image: {ref: alpine}
                          cmd: [sh, -ce, 'echo hello $(who) | tee /out; cp /out /dir/made']
                          dirs: {/dir: $(dir)}
                          files: {/out: $(greeting)}
                      """));
          Ending ending = user.opctl(project, "run", "make", "-a", "who=ann", "--outputs");
          assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
          assertThat(ending.stdout()).matches("\\{\"greeting\":\"/.*/outputs/greeting\"}\n");
          assertThat(ending.stderr()).contains("./.opspec/make] hello ann\n");
          String path = ending.stdout().replaceAll("^.*:\"|\"}\n$", "");
          assertThat(Path.of(path)).hasContent("hello ann");
          assertThat(project.resolve("made")).hasContent("hello ann");
          assertThat(Files.getOwner(project.resolve("made"))).isEqualTo(Files.getOwner(project));
        });
  }

  @TestFactory
  Stream<DynamicTest> aFailureIsToldWithItsPlaceItsOutputAndTheCallsAboveIt() {
    return users.each(
        user -> {
          Path project =
              user.project(
                  Map.of(
                      ".opspec/ci/op.yml",
                      "name: ci\nrun:\n  serial:\n    - op: {ref: ../test}\n",
                      ".opspec/test/op.yml",
                      """
                      name: test
                      run:
                        container:
                          image: {ref: alpine}
                          cmd: [sh, -ce, 'echo one; echo two >&2; exit 3']
                      """));
          Ending ending = user.opctl(project, "run", "ci");
          assertThat(ending.how()).isEqualTo("exit 1");
          assertThat(ending.stderr())
              .contains("alpine crashed: nonzero container exit code: 3")
              .contains("./.opspec/test/op.yml:3:3")
              .contains("from ./.opspec/ci/op.yml:4:7 (op ../test)")
              .contains("command   sh -ce 'echo one; echo two >&2; exit 3'")
              .contains("one\n")
              .contains("two\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> anInterruptEndsTheRunAndNothingOfItIsLeft() {
    return users.each(
        user -> {
          Path project =
              user.project(
                  op(
                      "wait",
                      """
                      name: wait
                      inputs: {dir: {dir: {default: .}}}
                      run:
                        container:
                          image: {ref: alpine}
                          cmd: [sh, -ce, 'trap "exit 9" TERM; touch /dir/ready; sleep 600 & wait']
                          dirs: {/dir: $(dir)}
                      """));
          Process running = user.start(project, Map.of(), "run", "wait");
          while (!Files.exists(project.resolve("ready")) && running.isAlive()) {
            Thread.onSpinWait();
          }
          interrupt(running);
          Ending ending = user.product().end(running, project);
          assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 137");
          assertThat(ending.stderr()).contains("Gracefully stopping...");
          assertThat(user.waybill(project, "ps", "--output", "json").stdout())
              .doesNotContain("running");
        });
  }

  /** The program below what tells exit codes from signals, as a terminal would. */
  private static void interrupt(Process running) throws IOException, InterruptedException {
    List<ProcessHandle> below = running.descendants().toList();
    Workshop.call("kill", "-INT", Long.toString(below.getLast().pid()));
  }

  @TestFactory
  Stream<DynamicTest> secretsAreNowhere() {
    return users.each(
        user -> {
          Path project =
              user.project(
                  op(
                      "secret",
                      """
                      name: secret
                      inputs: {token: {string: {isSecret: true}}}
                      run:
                        container:
                          image: {ref: alpine}
                          cmd: [sh, -ce, 'echo token $(token); exit 1']
                      """));
          Ending ending = user.opctl(project, Map.of("token", "s3cret-of-mine"), "run", "secret");
          assertThat(ending.stdout() + ending.stderr())
              .contains("token ***")
              .doesNotContain("s3cret-of-mine");
          try (Stream<Path> files = Files.walk(user.folders().resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              assertThat(Files.readAllBytes(file).length).isNotNegative();
              assertThat(
                      new String(
                          Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                  .describedAs(file.toString())
                  .doesNotContain("s3cret-of-mine");
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> opsAreListedWithTheirDescriptions() {
    return users.each(
        user -> {
          Path project =
              user.project(
                  Map.of(
                      ".opspec/a/op.yml",
                      "name: a\ndescription: |\n  | x | long |\n  |--:|------|\n  | 1 | 2 |\n",
                      ".opspec/b/op.yml",
                      "- broken"));
          Ending ending = user.opctl(project, "ls");
          assertThat(ending.how()).isEqualTo("exit 0");
          assertThat(ending.stdout())
              .startsWith("REF  DESCRIPTION\na    x  long\n")
              .contains("b    (not a usable op:");
        });
  }

  @TestFactory
  Stream<DynamicTest> twoRunsAtOnceAreTwoRuns() {
    return users.each(
        user -> {
          Map<String, String> files =
              op(
                  "echo",
                  """
                  name: echo
                  inputs: {word: {string: {}}}
                  run: {container: {image: {ref: alpine}, cmd: [echo, 'said $(word)']}}
                  """);
          Path one = user.project(files);
          Path two = user.project(files);
          Process first = user.start(one, Map.of("word", "one"), "run", "echo");
          Process second = user.start(two, Map.of("word", "two"), "run", "echo");
          assertThat(user.product().end(first, one).stdout())
              .contains("said one")
              .doesNotContain("said two");
          assertThat(user.product().end(second, two).stdout())
              .contains("said two")
              .doesNotContain("said one");
        });
  }
}
