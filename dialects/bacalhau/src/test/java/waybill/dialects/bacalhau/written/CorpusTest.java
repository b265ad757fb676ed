package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.testing.Gathered;

/** Jobs that people wrote, each with whether it is accepted or refused. */
class CorpusTest {
  /** Files whose verdict there is against a rule that ranks above it, by the end of the path. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "unsupported_engine_type.yml", "an engine is docker or wasm",
          "extract.yml", "an engine is docker or wasm",
          "transfer.yaml", "the key `env` is written twice",
          "config-updater.yaml", "an input lies in another one");

  /** Values that mean something where the template wants more than any text. */
  private static final Map<String, String> SPECIAL =
      Map.of("count", "3", "model_url", "https://example.com/model.bin");

  @TestFactory
  Stream<DynamicTest> jobsThatPeopleWrote() throws IOException {
    Path corpus = Gathered.cases("corpus/bacalhau");
    return Gathered.entries(corpus.resolve("index.yaml"), "files").stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    String.valueOf(entry.get("file")), () -> check(corpus, entry)));
  }

  private static void check(Path corpus, Map<?, ?> entry) throws IOException {
    Path file = corpus.resolve(String.valueOf(entry.get("file")));
    Source source = new Source(file.getFileName().toString(), Files.readString(file));
    Optional<TemplateValues> values = values(entry);
    boolean refused = "refused".equals(entry.get("waybill")) || REFUSED.containsKey(source.name());
    List<String> told = Told.of(source, values, false);
    assertThat(Told.isRefused(source, values, false)).as("%s", told).isEqualTo(refused);
    if ("warned".equals(entry.get("waybill"))) {
      assertThat(told).isNotEmpty();
      assertThat(Told.isRefused(source, values, true)).isTrue();
    }
    if (!refused) {
      JobSpec job = JobReader.read(source, values, false, new Problems());
      assertThat(JobJson.write(JobJson.read(JobJson.write(job)))).isEqualTo(JobJson.write(job));
    }
  }

  private static Optional<TemplateValues> values(Map<?, ?> entry) {
    if (!(entry.get("template_vars") instanceof List<?> names)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (Object name : names) {
      values.put(String.valueOf(name), SPECIAL.getOrDefault(String.valueOf(name), "some-text"));
    }
    return Optional.of(new TemplateValues(values));
  }
}
