package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code opctl run} before somebody's eyes: prompts, the tree, Ctrl-C. */
class OpctlTerminalTest {
  private static final String CONTROL_C = "\u0003";

  @TempDir private static Path scratch;
  private static Path terminal;
  private static Users users = Users.NOBODY;

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
    terminal = users.workshop().compile("terminal");
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  private static Path project(OpUser user, String command) throws IOException {
    return user.project(
        Map.of(
            ".opspec/it/op.yml",
            """
            name: it
            inputs: {token: {string: {isSecret: true, constraints: {minLength: 6}}}}
            run:
              container: {image: {ref: alpine}, cmd: [sh, -c, '%s']}
            """
                .formatted(command)));
  }

  @TestFactory
  Stream<DynamicTest> aSecretIsAskedForUntilItIsRightAndIsNeverSeen() {
    return users.each(
        user -> {
          Path project = project(user, "echo got $(token)");
          Ending ending =
              user.onTerminal(
                  terminal,
                  project,
                  List.of(
                      "see=Please provide",
                      "type=s3c\r",
                      "see=is invalid",
                      "see=Please provide",
                      "type=s3cret-one\r",
                      "see=got ***"),
                  "run",
                  "it");
          assertThat(ending.stdout())
              .endsWith("\nexit 0, restored\n")
              .contains("✔ it", "1 done")
              .doesNotContain("s3c");
        });
  }

  @TestFactory
  Stream<DynamicTest> anInterruptAtAPromptEndsTheCommandAndTheTerminalIsAsBefore() {
    return users.each(
        user ->
            assertThat(
                    user.onTerminal(
                            terminal,
                            project(user, "echo no"),
                            List.of("see=Please provide", "type=" + CONTROL_C),
                            "run",
                            "it")
                        .stdout())
                .endsWith("\nsignal 2, restored\n"));
  }

  @TestFactory
  Stream<DynamicTest> oneInterruptIsGracefulAndTwoAreNot() {
    return users.each(
        user -> {
          Path project = project(user, "trap \"\" TERM; echo ready; while :; do sleep 1; done");
          Ending once =
              user.onTerminal(
                  terminal,
                  project,
                  List.of("see=ready", "type=" + CONTROL_C, "see=Gracefully stopping..."),
                  "run",
                  "it",
                  "-a",
                  "token=123456");
          assertThat(once.stdout()).endsWith("\nexit 137, restored\n").contains("⊘ it");
          Ending twice =
              user.onTerminal(
                  terminal,
                  project,
                  List.of(
                      "see=ready",
                      "type=" + CONTROL_C,
                      "see=Gracefully stopping...",
                      "type=" + CONTROL_C),
                  "run",
                  "it",
                  "-a",
                  "token=123456");
          // The second one may come when all is over.
          assertThat(twice.stdout()).containsPattern("\nexit (130|137), restored\n$");
        });
  }
}
