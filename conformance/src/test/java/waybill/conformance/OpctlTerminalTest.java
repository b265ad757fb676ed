package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** {@code opctl run} before somebody's eyes: prompts, the tree, Ctrl-C. */
class OpctlTerminalTest {
  private static final String CONTROL_C = "\u0003";

  @TempDir private static Path scratch;
  private static Workshop workshop;
  private static TestImages images;
  private static Path terminal;
  private static final List<OpUser> users = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Needs.busybox();
    workshop = new Workshop(scratch);
    terminal = workshop.compile("terminal");
    images = TestImages.makeForOps(workshop.newFolder("images"));
    for (Product product : workshop.products()) {
      users.add(OpUser.of(product, workshop, images));
    }
  }

  @AfterAll
  static void close() throws IOException {
    for (OpUser user : users) {
      user.close();
    }
    if (images != null) {
      images.close();
    }
  }

  private interface Promise {
    void hold(OpUser user) throws IOException, InterruptedException;
  }

  private static Stream<DynamicTest> forAll(Promise promise) {
    return users.stream().map(user -> dynamicTest(user.product().name(), () -> promise.hold(user)));
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
    return forAll(
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
    return forAll(
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
    return forAll(
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
