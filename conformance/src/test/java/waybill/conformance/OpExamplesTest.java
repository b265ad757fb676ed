package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
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

/** The examples of the language's page, in {@code examples/opspec}, print what the page says. */
class OpExamplesTest {
  private static final Path EXAMPLES = Workshop.SOURCE_TREE.resolve("examples/opspec");

  /** Lines that follow each other, though others may stand between them. */
  private static final Map<String, List<String>> PRINTED =
      Map.of(
          "env-vars",
          List.of(
              "key1=1",
              "key2=two",
              "key1=1",
              "key2={\"key2.2\":2.2}",
              "key3=[1,2,3]",
              "greeting=hello"),
          "object-as-string",
          List.of("{\"prop1\":\"prop1Value\",\"prop2\":[\"item1\"]}"),
          "number-as-file",
          List.of("2.2"));

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

  @TestFactory
  Stream<DynamicTest> printWhatThePageSays() {
    List<DynamicTest> tests = new ArrayList<>();
    for (OpUser user : users.all()) {
      PRINTED.forEach(
          (example, lines) ->
              tests.add(
                  dynamicTest(
                      user.product().name() + ": " + example, () -> prints(user, example, lines))));
    }
    return tests.stream();
  }

  private static void prints(OpUser user, String example, List<String> expected)
      throws IOException, InterruptedException {
    Ending ending = user.opctl(project(user, example), "run", example);
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    List<String> missing = new ArrayList<>(expected);
    for (String line : (ending.stdout() + ending.stderr()).lines().toList()) {
      if (!missing.isEmpty() && line.endsWith("] " + missing.getFirst())) {
        missing.removeFirst();
      }
    }
    assertThat(missing).describedAs(ending.stdout() + ending.stderr()).isEmpty();
  }

  /** Names, ports and credentials of containers are still to come, so nothing runs it yet. */
  @TestFactory
  Stream<DynamicTest> theKitchenSinkIsRight() {
    return users.all().stream()
        .map(
            user ->
                dynamicTest(
                    user.product().name(),
                    () -> {
                      Path project = project(user, "kitchen-sink");
                      Ending ending = user.waybill(project, "validate", "kitchen-sink");
                      assertThat(ending).isEqualTo(new Ending("", "", "exit 0"));
                      assertThat(user.waybill(project, "explain", "kitchen-sink").stdout())
                          .contains("container  customBase:1.0.0", "dirs       /op: $(/)");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> ownVerbsTakeOps() {
    return users.all().stream()
        .map(user -> dynamicTest(user.product().name(), () -> ownVerbsTakeOps(user)));
  }

  private static void ownVerbsTakeOps(OpUser user) throws IOException, InterruptedException {
    String older = "name: a\nrun:\n  op: {pkg: {ref: ../b}}\n";
    Path project = user.project(Map.of("a/op.yml", older, "b.yml", "name: b\nrun: {sreial: []}\n"));

    Ending warned = user.waybill(project, "validate", "a");
    assertThat(warned.how()).isEqualTo("exit 0");
    assertThat(warned.stderr())
        .contains("a/op.yml:3:8: warning: ", "(line 3), today `op: {ref: …}`");
    Ending strict = user.waybill(project, "validate", "--strict", "a/op.yml");
    assertThat(strict.how()).isEqualTo("exit 1");
    assertThat(strict.stderr()).contains("a/op.yml:3:8: error: ");
    Ending wrong = user.waybill(project, "validate", "b.yml");
    assertThat(wrong.how()).isEqualTo("exit 1");
    assertThat(wrong.stderr()).contains("b.yml:2:7: error: ", "did you mean `serial`?");
    assertThat(user.waybill(project, "schema", "opspec").stdout())
        .startsWith("{")
        .contains("\"$schema\" : \"http://json-schema.org/draft-07/schema#\"");
    Ending none = user.waybill(project, "schema", "nosuch");
    assertThat(none.how()).isEqualTo("exit 2");
    assertThat(none.stderr()).contains("there is no schema of `nosuch`");
  }

  private static Path project(OpUser user, String example) throws IOException {
    return user.project(
        Map.of(example + "/op.yml", Files.readString(EXAMPLES.resolve(example + "/op.yml"))));
  }
}
