package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Gathered;
import waybill.testing.Needs;

/**
 * Every case of {@code maelstrom-run}: ours in {@code conformance/cases}, and the larger set that
 * lies beside the source tree where somebody gathered it. Each runs in every way in which people
 * have the product.
 */
class MaelstromCasesTest {

  @TempDir private static Path scratch;

  private static Workshop workshop;
  private static List<Product> products;

  @BeforeAll
  static void open() throws Exception {
    Needs.busybox();
    workshop = new Workshop(scratch);
    products = workshop.products();
  }

  @TestFactory
  Stream<DynamicTest> ourCases() throws Exception {
    return tests(Workshop.SOURCE_TREE.resolve("conformance/cases/maelstrom.yaml"));
  }

  @TestFactory
  Stream<DynamicTest> gatheredCases() throws Exception {
    return tests(Gathered.cases("maelstrom-cases.yaml"));
  }

  private static Stream<DynamicTest> tests(Path file) throws IOException {
    Map<String, String> differences = KnownDifferences.read();
    List<DynamicTest> tests = new ArrayList<>();
    for (Product product : products) {
      for (Case one : cases(file)) {
        String name = product.name() + ": " + one.id() + ", " + one.title();
        boolean differs = differences.containsKey(one.id());
        tests.add(
            dynamicTest(
                name,
                () -> {
                  if (differs) {
                    // When the difference has gone, its row must go too.
                    assertThatThrownBy(() -> hold(one, product))
                        .describedAs("docs/compatibility.md says that this fails")
                        .isNotNull();
                  } else {
                    hold(one, product);
                  }
                }));
      }
    }
    return tests.stream();
  }

  private static List<Case> cases(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Case.Version version : Case.Version.values()) {
      cases.addAll(Case.read(file, version));
    }
    return cases;
  }

  private static void hold(Case one, Product product) throws IOException, InterruptedException {
    Path folder = workshop.newFolder("project");
    Fixtures.lay(one, folder, Needs.busybox(), workshop.crasher());
    product.user().own(folder);
    List<String> arguments = new ArrayList<>(List.of("maelstrom-run"));
    arguments.addAll(one.arguments());
    Ending ending = product.run(arguments, one.input(), one.environment(), folder);
    Expectation.check(one.expected(), ending, folder);
  }
}
