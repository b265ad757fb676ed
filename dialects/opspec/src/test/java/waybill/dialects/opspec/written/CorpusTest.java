package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.testing.Gathered;

/** Ops that people wrote, each with whether it is accepted, accepted with a warning, or refused. */
class CorpusTest {
  /**
   * Refused there for a loop variable without `$(` and `)`, a form that is allowed since: it is the
   * language's older one.
   */
  private static final Set<String> PLAIN_LOOP_VARIABLE =
      Set.of("opctl+opctl@5e6d4acf/.opspec/release/to-docker/op.yml");

  @TestFactory
  Stream<DynamicTest> opsThatPeopleWrote() throws IOException {
    Path corpus = Gathered.cases("corpus/opspec");
    return Gathered.entries(corpus.resolve("index.yaml"), "files").stream()
        .map(entry -> test(corpus, entry));
  }

  private static DynamicTest test(Path corpus, Map<?, ?> entry) {
    String file = String.valueOf(entry.get("file"));
    String expected =
        PLAIN_LOOP_VARIABLE.contains(file) ? "accepted" : String.valueOf(entry.get("waybill"));
    return DynamicTest.dynamicTest(
        file,
        () -> {
          Problems problems = new Problems();
          String said = verdict(new Source(file, Files.readString(corpus.resolve(file))), problems);
          assertThat(said).as("%s", problems.list()).isEqualTo(expected);
          if (said.equals("warned")) {
            assertThat(problems.list()).hasSize(1);
          }
        });
  }

  private static String verdict(Source source, Problems problems) {
    try {
      var _ = OpReader.read(source, problems);
    } catch (ProblemsException e) {
      return "refused";
    }
    return problems.list().stream().map(Problem::code).toList().isEmpty() ? "accepted" : "warned";
  }
}
