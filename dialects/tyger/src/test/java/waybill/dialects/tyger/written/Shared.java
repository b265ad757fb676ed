package waybill.dialects.tyger.written;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import waybill.model.document.Source;

/** The conformance data, where it is. */
final class Shared {
  private Shared() {}

  /** The folder; a test that asks for it where it is not is skipped. */
  static Path conformance() {
    Path folder = folder().resolve("conformance");
    assumeTrue(
        Files.isDirectory(folder), "no cases here: WAYBILL_SHARED names the folder that has them");
    return folder;
  }

  static Source source(Path file) throws IOException {
    return new Source(file.getFileName().toString(), Files.readString(file));
  }

  @SuppressWarnings("unchecked") // The file is a map with a list of maps.
  static List<Map<?, ?>> entries(Path file, String key) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Map<String, Object> root =
          (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return (List<Map<?, ?>>) Optional.ofNullable(root.get(key)).orElseThrow();
    }
  }

  private static Path folder() {
    String property = System.getProperty("WAYBILL_SHARED", "");
    String variable = Optional.ofNullable(System.getenv("WAYBILL_SHARED")).orElse("");
    String named = property.isEmpty() ? variable : property;
    return named.isEmpty()
        ? Path.of("").toAbsolutePath().resolve("../../../shared").normalize()
        : Path.of(named);
  }
}
