package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
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
import waybill.testing.Gathered;

/**
 * The scenarios that run an op to its end and need no network: {@code opctl run} with the offered
 * values in an arguments' file and nobody at a terminal. Those with a container also run as an
 * ordinary user.
 */
class OpctlScenariosTest {
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
  Stream<DynamicTest> scenarios() throws Exception {
    Path file = Gathered.cases("opspec-scenarios.yaml");
    List<DynamicTest> tests = new ArrayList<>();
    for (OpUser user : users.all()) {
      Path suite = suite(file.resolveSibling("opctl-test-suite"), user);
      for (Map<?, ?> scenario : Gathered.entries(file, "scenarios")) {
        boolean first = user.equals(users.all().getFirst());
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
  private static Path suite(Path ops, OpUser user) throws IOException, InterruptedException {
    Path suite = users.workshop().newFolder("suite");
    Workshop.call("cp", "-r", ops.toString(), suite.resolve("ops").toString());
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
}
