package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import waybill.testing.Needs;

/**
 * Everything that holds for root also holds for an ordinary user, who is another kind of caller. It
 * takes as long as all other classes, beside which it runs.
 */
@Execution(ExecutionMode.CONCURRENT)
class OrdinaryUserTest {
  /** Why a test is left out here that runs as root. */
  private static final Pattern RAN_AS_ROOT = Pattern.compile("needs `(root|cgroup)`");

  @TestFactory
  Stream<DynamicTest> everythingHoldsForAnOrdinaryUserToo()
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Needs.isRoot(), "only root can become somebody else; everything else runs as you");
    Process tests =
        new ProcessBuilder(
                Path.of("src/test/as-user.sh").toAbsolutePath().toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                "waybill\\.sandbox\\.(?!OrdinaryUser).*Test")
            .redirectErrorStream(true)
            .start();
    var results = new ArrayList<DynamicTest>();
    var rest = new ArrayList<String>();
    try (BufferedReader lines = tests.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", 3);
        switch (fields[0]) {
          case "passed" -> results.add(DynamicTest.dynamicTest(fields[1], () -> {}));
          case "failed" ->
              results.add(
                  DynamicTest.dynamicTest(
                      fields[1], () -> Assertions.fail(fields[2].replace("\\n", "\n"))));
          case "skipped" -> {
            if (!RAN_AS_ROOT.matcher(fields[2]).lookingAt()) {
              results.add(DynamicTest.dynamicTest(fields[1], () -> Assumptions.abort(fields[2])));
            }
          }
          default -> rest.add(line);
        }
      }
    }
    int status = tests.waitFor();
    results.add(
        DynamicTest.dynamicTest(
            "the run as an ordinary user came to its end",
            () ->
                assertThat(rest)
                    .as("status %d", status)
                    .isNotEmpty()
                    .last()
                    .asString()
                    .endsWith("skipped")));
    return results.stream();
  }
}
