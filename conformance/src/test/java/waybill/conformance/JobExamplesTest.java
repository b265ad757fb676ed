package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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

/**
 * The examples in {@code examples/bacalhau} run. Their images are stand-ins: a small one instead of
 * each, whose {@code python} is a script.
 */
class JobExamplesTest {
  private static final Path EXAMPLES = Workshop.SOURCE_TREE.resolve("examples/bacalhau");

  /** What is seen of those that come to an end; nothing where they write nothing. */
  private static final Map<String, List<String>> PRINTED =
      Map.of(
          "basic.json", List.of(),
          "gradual-scale.json", List.of("small first"),
          "inline-script.json", List.of("echo \"Special chars: $PATH\""),
          "minimum.json", List.of(),
          "parallel.json", List.of("part 0 of 5", "part 4 of 5"),
          "python.json", List.of("hello"),
          "robust.json", List.of("well done"),
          "steps.yaml", List.of("first", "second"),
          "timeouts.json", List.of("done in time"));

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForJobs);
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> theExamplesRun() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      files = all.sorted().toList();
    }
    return users.all().stream()
        .flatMap(
            user ->
                files.stream()
                    .map(
                        file ->
                            dynamicTest(
                                user.product().name() + ": " + file.getFileName(),
                                () -> runs(user, file))));
  }

  private static void runs(OpUser user, Path file) throws IOException, InterruptedException {
    String name = file.getFileName().toString();
    Path project = user.project(Map.of(name, Files.readString(file)));
    Ending valid = user.waybill(project, "bacalhau", "validate", "--strict", name);
    assertThat(valid).isEqualTo(new Ending("OK\n", valid.stderr(), "exit 0"));
    boolean ends = PRINTED.containsKey(name);
    Ending ending =
        ends
            ? user.waybill(project, "bacalhau", "job", "run", "--follow", name)
            : user.waybill(project, "bacalhau", "job", "run", name);
    if (ending.stderr().contains("CPU and Memory cannot be enforced")) {
      return; // there are no control groups for this user here
    }
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    for (String printed : PRINTED.getOrDefault(name, List.of())) {
      assertThat(ending.stdout()).contains(printed);
    }
    if (!ends) {
      String list = user.waybill(project, "bacalhau", "job", "list", "--hide-header").stdout();
      String id = list.split(" +", 4)[2];
      assertThat(user.waybill(project, "bacalhau", "job", "stop", id).how()).isEqualTo("exit 0");
    }
  }
}
