package waybill.dialects.opspec.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.model.document.Span;
import waybill.model.document.SpecString;
import waybill.testing.Gathered;

/** The cases of the older program, from data files that lie beside the project, if they do. */
class InterpolationCasesTest {
  private static final int CASES = 69;
  private static final Span NOWHERE = new Span(1, 1, 1, 1, 0, 0);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> textsAreInterpolated() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Path cases = Gathered.cases("opctl-interpolate");
    try (Stream<Path> files = Files.walk(cases)) {
      for (Path file : files.filter(f -> f.endsWith("scenarios.yml")).sorted().toList()) {
        for (Map<?, ?> scenario : scenarios(file)) {
          tests.add(
              DynamicTest.dynamicTest(
                  cases.relativize(file).getParent() + ": " + scenario.get("name"),
                  () -> check(file, scenario)));
        }
      }
    }
    return tests;
  }

  @Test
  void allCasesAreThere() throws IOException {
    assertThat(textsAreInterpolated()).hasSize(CASES);
  }

  private void check(Path file, Map<?, ?> scenario) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    if (scenario.get("scope") instanceof Map<?, ?> scope) {
      scope.forEach((name, value) -> variables.put((String) name, value((Map<?, ?>) value, file)));
    }
    assertThat(
            new Evaluator()
                .string(
                    new SpecString(String.valueOf(scenario.get("template")), NOWHERE),
                    new Scope(folder, variables),
                    new TestScratch(folder)))
        .isEqualTo(scenario.get("expected"));
  }

  private static Value value(Map<?, ?> typed, Path file) {
    var entry = typed.entrySet().iterator().next();
    return switch ((String) entry.getKey()) {
      case "string" -> new StringValue((String) entry.getValue());
      case "number" -> new NumberValue(((Number) entry.getValue()).doubleValue());
      case "file" -> new FileValue(file.resolveSibling((String) entry.getValue()));
      case "object" ->
          ValueText.json("{\"name\":\"" + ((Map<?, ?>) entry.getValue()).get("name") + "\"}");
      // The data have no other type.
      default -> throw new IllegalArgumentException(typed.toString());
    };
  }

  @SuppressWarnings("unchecked") // The files are lists of maps.
  private static List<Map<?, ?>> scenarios(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return (List<Map<?, ?>>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
    }
  }
}
