package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static waybill.testing.Needs.need;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import waybill.testing.Needs;

/**
 * The scenarios that run an op to its end and need no network: {@code opctl run} with the offered
 * values in an arguments' file and nobody at a terminal. Those with a container also run as an
 * ordinary user.
 */
class OpctlScenariosTest {
  @TempDir private static Path scratch;
  private static Workshop workshop;
  private static TestImages images;
  private static final List<OpUser> users = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Needs.busybox();
    workshop = new Workshop(scratch);
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

  @TestFactory
  Stream<DynamicTest> scenarios() throws Exception {
    Path beside = Workshop.SOURCE_TREE.resolve("../shared");
    Path shared = Optional.ofNullable(System.getenv("WAYBILL_SHARED")).map(Path::of).orElse(beside);
    Path folder = shared.resolve("conformance").normalize();
    need(
        "shared",
        Files.exists(folder.resolve("opspec-scenarios.yaml")),
        "let WAYBILL_SHARED name the folder with conformance/opspec-scenarios.yaml");
    List<DynamicTest> tests = new ArrayList<>();
    for (OpUser user : users) {
      Path suite = suite(folder, user);
      for (Map<?, ?> scenario : read(folder.resolve("opspec-scenarios.yaml"))) {
        boolean first = user.equals(users.getFirst());
        boolean container = Integer.valueOf(1).equals(scenario.get("containers"));
        if ("call".equals(scenario.get("kind"))
            && Boolean.FALSE.equals(scenario.get("network"))
            && (first || container)) {
          String name = user.product().name() + ": " + scenario.get("id");
          tests.add(dynamicTest(name, () -> hold(scenario, suite, user)));
        }
      }
    }
    return tests.stream();
  }

  /** The ops, where the user may write: a container can. */
  private static Path suite(Path folder, OpUser user) throws IOException, InterruptedException {
    Path suite = workshop.newFolder("suite");
    Workshop.call(
        "cp", "-r", folder.resolve("opctl-test-suite").toString(), suite.resolve("ops").toString());
    user.product().user().own(suite);
    return suite;
  }

  private static void hold(Map<?, ?> scenario, Path suite, OpUser user) throws Exception {
    String op = String.valueOf(scenario.get("op")).replaceFirst("^opctl-test-suite/", "");
    Path project = suite.resolve("ops").resolve(op);
    Path arguments = Path.of(project + ".args.yml");
    Object offered = Optional.<Object>ofNullable(scenario.get("args")).orElse(Map.of());
    Files.writeString(arguments, new Dump(DumpSettings.builder().build()).dumpToString(offered));
    Ending ending =
        user.opctl(project, "run", project.toString(), "--arg-file", arguments.toString());
    String expected = "success".equals(scenario.get("expect")) ? "exit 0" : "exit 1";
    assertThat(ending.how())
        .describedAs("%s%n%s", ending.stdout(), ending.stderr())
        .isEqualTo(expected);
    if (scenario.get("containers") instanceof Integer count && expected.equals("exit 0")) {
      assertThat(ending.stdout().lines().filter(line -> line.endsWith(" exited"))).hasSize(count);
    }
    assertThat(ending.stderr()).doesNotContain("internal error");
  }

  @SuppressWarnings("unchecked") // The file is a map with a list of maps.
  private static List<Map<?, ?>> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var root =
          (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return (List<Map<?, ?>>) Optional.ofNullable(root.get("scenarios")).orElseThrow();
    }
  }
}
