package waybill.dialects.tyger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.reader.JsonReader;

/** The document that others make their clients from says what is served. */
class OpenApiTest {
  private static final Pattern REFERENCE = Pattern.compile("#/components/(\\w+)/([\\w-]+)");

  @Test
  void everyRouteIsInTheDocumentWithItsParametersAndNothingElseIs() throws IOException {
    Map<String, Set<String>> served = new TreeMap<>();
    for (Route route : routes()) {
      served.put(route.method() + " " + route.path(), new TreeSet<>(route.parameters()));
    }
    Map<String, Set<String>> documented = new TreeMap<>();
    SpecObject paths = object(document().member("paths").orElseThrow().value());
    for (SpecObject.Member path : paths.members()) {
      for (SpecObject.Member method : object(path.value()).members()) {
        documented.put(
            method.key().toUpperCase(Locale.ROOT) + " " + path.key(),
            parameters(object(method.value())));
      }
    }
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void everythingThatTheDocumentRefersToIsInIt() throws IOException {
    SpecObject components = object(document().member("components").orElseThrow().value());
    Matcher reference = REFERENCE.matcher(text());
    List<String> missing = new ArrayList<>();
    while (reference.find()) {
      boolean isThere =
          components
              .member(reference.group(1))
              .flatMap(group -> object(group.value()).member(reference.group(2)))
              .isPresent();
      if (!isThere) {
        missing.add(reference.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Route> routes() {
    try (var world = new FakeWorld()) {
      return world.routes();
    }
  }

  private static Set<String> parameters(SpecObject method) {
    SpecValue written = method.member("parameters").orElseThrow().value();
    return ((SpecArray) written)
        .elements().stream()
            .map(OpenApiTest::object)
            .filter(one -> one.member("in").map(in -> text(in.value())).orElse("").equals("query"))
            .map(one -> text(one.member("name").orElseThrow().value()))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SpecObject document() throws IOException {
    try (InputStream in = TygerApi.class.getResourceAsStream("openapi.json")) {
      return object(new JsonReader().read("openapi.json", in).root());
    }
  }

  private static String text() throws IOException {
    try (InputStream in = TygerApi.class.getResourceAsStream("openapi.json")) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static SpecObject object(SpecValue value) {
    return (SpecObject) value;
  }

  private static String text(SpecValue value) {
    return ((SpecString) value).value();
  }
}
