package waybill.dialects.maelstrom.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.testing.Gathered;

/** The cases for the parser, in both versions of the language. */
class ConformanceCasesTest {
  @TestFactory
  Stream<DynamicTest> casesOfTheParser() throws IOException {
    return Gathered.entries(Gathered.cases("maelstrom-cases.yaml"), "cases").stream()
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
}
