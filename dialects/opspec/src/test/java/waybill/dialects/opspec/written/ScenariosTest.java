package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.testing.Gathered;

/** The scenarios that only ask whether an op.yml is right. */
class ScenariosTest {
  @TestFactory
  Stream<DynamicTest> scenariosOfReading() throws IOException {
    Path file = Gathered.cases("opspec-scenarios.yaml");
    return Gathered.entries(file, "scenarios").stream()
        .filter(scenario -> "validate".equals(scenario.get("kind")))
        .map(scenario -> test(file, scenario));
  }

  private static DynamicTest test(Path file, Map<?, ?> scenario) {
    return DynamicTest.dynamicTest(
        String.valueOf(scenario.get("id")),
        () -> {
          Path op = file.resolveSibling(String.valueOf(scenario.get("op"))).resolve("op.yml");
          Problems problems = new Problems();
          boolean right = isRight(new Source("op.yml", Files.readString(op)), problems);
          assertThat(right ? "success" : "failure")
              .as("%s", problems.list())
              .isEqualTo(scenario.get("expect"));
        });
  }

  private static boolean isRight(Source source, Problems problems) {
    try {
      var _ = OpReader.read(source, problems);
      return true;
    } catch (ProblemsException e) {
      return false;
    }
  }
}
