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

  /** The language's version that the product reads unless it is told otherwise. */
  private static final String VERSION = "seed";

  /** The cases of a file that speak of {@link #VERSION}, or of every version. */
  static List<Case> read(Path file) throws IOException {
    Object document =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    List<Case> cases = new ArrayList<>();
    for (Object element : (List<?>) find(document, "cases").orElseThrow()) {
      Object dialect = find(element, "dialect").orElse("both");
      if (dialect.equals("both") || dialect.equals(VERSION)) {
        cases.add(of(element));
      }
    }
    return List.copyOf(cases);
  }

  private static Case of(Object element) {
    Map<String, String> environment = new LinkedHashMap<>();
    find(element, "client_env")
        .ifPresent(map -> ((Map<?, ?>) map).forEach((k, v) -> environment.put("" + k, "" + v)));
    Map<String, Object> expected = new LinkedHashMap<>();
    Object written = find(element, VERSION).or(() -> find(element, "expect")).orElseThrow();
    ((Map<?, ?>) written).forEach((key, value) -> expected.put(key.toString(), value));
    return new Case(
        find(element, "id").orElseThrow().toString(),
        find(element, "title").orElseThrow().toString(),
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
