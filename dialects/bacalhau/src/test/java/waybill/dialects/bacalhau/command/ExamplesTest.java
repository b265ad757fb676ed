package waybill.dialects.bacalhau.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.written.JobJson;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

/** The project's examples of jobs are right, by the strictest measure. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../../examples/bacalhau");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void eachIsValid(Path file) throws IOException {
    var problems = new Problems();
    var source = new Source(file.toString(), Files.readString(file));
    JobSpec job = JobReader.read(source, Optional.empty(), true, problems);
    assertThat(problems.list()).isEmpty();
    assertThat(JobJson.read(JobJson.write(job))).isEqualTo(job);
  }
}
