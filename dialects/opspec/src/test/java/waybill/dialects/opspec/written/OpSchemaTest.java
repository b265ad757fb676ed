package waybill.dialects.opspec.written;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.SpecificationVersion;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.model.document.Source;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;
import waybill.testing.Gathered;

/** The schema for editors says what the reader says. */
class OpSchemaTest {
  private static final List<String> NOT_OF_STRUCTURE =
      List.of("opspec/repeated-key", "opspec/unknown-need", "opspec/useless-need");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(SpecNode.FACTORY).createValidator();
  private final URI schema = validator.registerSchema(OpSchema.text());

  @Test
  void isASchemaItself() {
    Validator ofSchemas =
        new ValidatorFactory().withJsonNodeFactory(SpecNode.FACTORY).createValidator();
    URI draft = URI.create(SpecificationVersion.DRAFT7.getId());

    assertThat(ofSchemas.validate(draft, OpSchema.text()).isValid()).isTrue();
  }

  @Test
  void tellsEditorsWhatEachKeyIsFor() {
    assertThat(OpSchema.text())
        .contains("\"description\" : \"Environment variables;")
        .contains("\"$schema\" : \"http://json-schema.org/draft-07/schema#\"");
  }

  @TestFactory
  Stream<DynamicTest> agreesOnTheScenarios() throws IOException {
    Path folder = Gathered.cases("");
    return Gathered.entries(folder.resolve("opspec-scenarios.yaml"), "scenarios").stream()
        .map(scenario -> folder.resolve(String.valueOf(scenario.get("op"))).resolve("op.yml"))
        .distinct()
        .flatMap(file -> test(folder, file).stream());
  }

  @TestFactory
  Stream<DynamicTest> agreesOnWhatPeopleWrote() throws IOException {
    Path corpus = Gathered.cases("corpus/opspec");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(corpus.resolve("index.yaml"), "files")) {
      tests.addAll(
          test(corpus, corpus.resolve(String.valueOf(entry.get("file")))).stream().toList());
    }
    return tests.stream();
  }

  /** Nothing for what is no YAML: the schema never sees that. */
  private Optional<DynamicTest> test(Path folder, Path file) {
    try {
      Source source = new Source("op.yml", Files.readString(file));
      SpecValue root = root(source);
      return Optional.of(
          DynamicTest.dynamicTest(
              folder.relativize(file).toString(),
              () ->
                  assertThat(validator.validate(schema, new SpecNode(root, "")).isValid())
                      .isEqualTo(isRightToTheReader(source))));
    } catch (ProblemsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Today's forms only: an editor leads away from the older ones. */
  private static boolean isRightToTheReader(Source source) {
    Problems problems = OpspecLanguage.validate(source, false);
    return problems.list().stream()
        .map(Problem::code)
        .allMatch(code -> NOT_OF_STRUCTURE.contains(code) || isOnlyABareName(source, problems));
  }

  private static boolean isOnlyABareName(Source source, Problems problems) {
    return problems.list().size() == 1
        && problems.list().getFirst().code().equals("opspec/older-form")
        && !source.text().contains("pkg:");
  }

  private static SpecValue root(Source source) {
    return new YamlReader()
        .inVersion11()
        .keepingRepeatedKeys()
        .onlyFirstDocument()
        .read(source.name(), source.text().getBytes(UTF_8))
        .root();
  }
}
