package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.dialects.tyger.TygerLanguage;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.problem.Problems;
import waybill.model.reader.YamlReader;

/** Runs and codespecs that people wrote, each with whether it is right. */
class CorpusTest {

  @TestFactory
  Stream<DynamicTest> filesThatPeopleWrote() throws IOException {
    Path corpus = Shared.conformance().resolve("corpus/tyger");
    return Shared.entries(corpus.resolve("index.yaml"), "files").stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    String.valueOf(entry.get("file")), () -> check(corpus, entry)));
  }

  private static void check(Path corpus, Map<?, ?> entry) throws IOException {
    Path file = corpus.resolve(String.valueOf(entry.get("file")));
    Source source = Shared.source(file);
    List<String> told = Told.of(source);
    Problems problems = TygerLanguage.validate(source, true);
    if ("invalid".equals(entry.get("expectation"))) {
      assertThat(problems.anyError()).isTrue();
      String place = place(entry);
      // A quoted text on line 1 is a whole document; that another one follows is seen where it
      // does.
      boolean whole = place.equals("1:");
      assertThat(told).anyMatch(line -> whole || line.startsWith(place));
      return;
    }
    assertThat(told).isEmpty();
    SpecObject root = (SpecObject) new YamlReader().read("f", Files.readAllBytes(file)).root();
    boolean run = "run".equals(entry.get("kind"));
    assertThat(TygerLanguage.isRun(root)).isEqualTo(run);
    assertThat(run || TygerLanguage.isCodespec(root)).isTrue();
    assertThat(TygerLanguage.explain(source).text()).isNotEmpty();
    roundTrip(file, run);
  }

  /** {@code line 5: …} as the beginning of what is told. */
  private static String place(Map<?, ?> entry) {
    String why = entry.get("why") instanceof List<?> reasons ? reasons.getFirst().toString() : "";
    return why.replaceAll("(?s)line (\\d+):.*", "$1:");
  }

  private static void roundTrip(Path file, boolean run) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (run) {
        String body = RunJson.write(SpecFiles.run("f.yml", in));
        assertThat(RunJson.read(Told.bytes(body))).isNotNull();
      } else {
        WrittenCodespec codespec = SpecFiles.codespec("f.yml", in);
        assertThat(CodespecJson.read(Told.bytes(CodespecJson.write(codespec)))).isEqualTo(codespec);
      }
    }
  }
}
