package waybill.dialects.maelstrom.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import waybill.dialects.maelstrom.json.SpecTextException;

/** The cases for the parser, in both versions of the language. */
class ConformanceCasesTest {
  private static final String FILE = "conformance/maelstrom-cases.yaml";

  @TestFactory
  Stream<DynamicTest> casesOfTheParser() throws IOException {
    Path file = folder().resolve(FILE);
    assumeTrue(Files.exists(file), "no cases here: WAYBILL_SHARED names the folder that has them");
    return cases(file).stream()
        .filter(given -> given.get("seed") instanceof Map)
        .flatMap(
            given ->
                Stream.of(
                    test(given, "seed", SpecVersion.ORIGINAL),
                    test(given, "head", SpecVersion.NEWER)));
  }

  private static DynamicTest test(Map<?, ?> given, String side, SpecVersion version) {
    return DynamicTest.dynamicTest(
        given.get("id") + ", " + version.word(), () -> check(given, side, version));
  }

  private static void check(Map<?, ?> given, String side, SpecVersion version) throws IOException {
    if (!(given.get(side) instanceof Map<?, ?> expected)) {
      throw new AssertionError("a case of the parser has both sides");
    }
    Object stderr = expected.get("stderr_exact");
    String said = stderr == null ? "" : String.valueOf(stderr);
    String input = String.valueOf(given.get("input"));
    JobReader reader =
        JobReader.of(version, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    int read = 0;
    try {
      while (reader.next().isPresent()) {
        read++;
      }
      assertThat(said).isEmpty();
      int definitions = input.startsWith("{\"containers\"") ? 1 : 0; // counted there, no jobs here
      assertThat(read + definitions).isEqualTo(expected.get("objects"));
    } catch (SpecTextException e) {
      assertThat("Error: " + e.getMessage() + "\n").isEqualTo(said);
    }
  }

  @SuppressWarnings("unchecked") // The file is a map with a list of maps.
  private static List<Map<?, ?>> cases(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Map<String, Object> root =
          (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return (List<Map<?, ?>>) Optional.ofNullable(root.get("cases")).orElseThrow();
    }
  }

  private static Path folder() {
    String property = System.getProperty("WAYBILL_SHARED", "");
    String variable = Optional.ofNullable(System.getenv("WAYBILL_SHARED")).orElse("");
    String named = property.isEmpty() ? variable : property;
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    Path module = Path.of("").toAbsolutePath();
    return module.resolve("../../../shared").normalize();
  }
}
