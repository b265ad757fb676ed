package waybill.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Cases and specifications that somebody gathered. They are no part of the source tree: the folder
 * {@code shared} beside it has them, or the one that {@code WAYBILL_SHARED} names, as a variable or
 * as a property of the JVM. A test that asks for what is not there is skipped.
 */
public final class Gathered {
  private static final String VARIABLE = "WAYBILL_SHARED";

  /** Only the root of the source tree has it. */
  private static final String ROOT_HAS = "ARCHITECTURE.md";

  private Gathered() {}

  /** A folder or a file of the cases, by its path below {@code conformance}. */
  public static Path cases(String path) {
    return existing("conformance/" + path);
  }

  /** The page that specifies a language, by its name. */
  public static Path page(String name) {
    return existing("seeds/" + name);
  }

  private static Path existing(String path) {
    Path found = folder().resolve(path);
    Needs.need(
        "shared", Files.exists(found), "let " + VARIABLE + " name the folder that has " + path);
    return found;
  }

  /** What a file of YAML has at its top. */
  @SuppressWarnings("unchecked") // All of these files are maps.
  public static Map<String, Object> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
    }
  }

  /** The list of maps that such a file has under a key. */
  @SuppressWarnings("unchecked") // as the method says
  public static List<Map<?, ?>> entries(Path file, String key) throws IOException {
    return (List<Map<?, ?>>) Optional.ofNullable(read(file).get(key)).orElseThrow();
  }

  private static Path folder() {
    String property = System.getProperty(VARIABLE, "");
    String variable = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
    String named = property.isEmpty() ? variable : property;
    return named.isEmpty() ? root().resolveSibling("shared") : Path.of(named);
  }

  /** Tests are started in the folder of their module. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(ROOT_HAS))) {
      folder = Optional.ofNullable(folder.getParent()).orElseThrow();
    }
    return folder;
  }
}
