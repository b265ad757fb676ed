package waybill.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One command line with its input and what must come of it.
 *
 * @param setup whether the project folder needs more than busybox; {@link Fixtures} knows what
 * @param environment variables of the caller beyond the ordinary ones
 * @param expected the keys of {@link Expectation}
 */
record Case(
    String id,
    String title,
    boolean setup,
    List<String> arguments,
    String input,
    Map<String, String> environment,
    Map<String, Object> expected) {

  /** A version of the language. */
  enum Version {
    /** Which the product reads unless it is told otherwise. */
    SEED("seed", ""),
    HEAD("head", "newer");

    private final String word;

    /** Of the variable that chooses it, or empty. */
    private final String choice;

    Version(String word, String choice) {
      this.word = word;
      this.choice = choice;
    }
  }

  /** The cases of a file that speak of a version, or of every one. */
  static List<Case> read(Path file, Version version) throws IOException {
    Object document =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    List<Case> cases = new ArrayList<>();
    for (Object element : (List<?>) find(document, "cases").orElseThrow()) {
      Object dialect = find(element, "dialect").orElse("both");
      if (dialect.equals("both") || dialect.equals(version.word)) {
        cases.add(of(element, version));
      }
    }
    return List.copyOf(cases);
  }

  private static Case of(Object element, Version version) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!version.choice.isEmpty()) {
      environment.put("MAELSTROM_RUN_SPEC_VERSION", version.choice);
    }
    find(element, "client_env")
        .ifPresent(map -> ((Map<?, ?>) map).forEach((k, v) -> environment.put("" + k, "" + v)));
    Map<String, Object> expected = new LinkedHashMap<>();
    Object written = find(element, version.word).or(() -> find(element, "expect")).orElseThrow();
    ((Map<?, ?>) written).forEach((key, value) -> expected.put(key.toString(), value));
    return new Case(
        find(element, "id").orElseThrow().toString(),
        find(element, "title").orElseThrow() + (version == Version.SEED ? "" : ", newer"),
        find(element, "setup").isPresent(),
        texts(find(element, "args").orElse(List.of())),
        find(element, "input").orElse("").toString(),
        environment,
        expected);
  }

  private static Optional<Object> find(Object map, String key) {
    return Optional.ofNullable(((Map<?, ?>) map).get(key));
  }

  /** The items of a list of a case file, as text. */
  static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }
}
