package waybill.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.app.settings.AgentFile.AgentSettings;
import waybill.model.problem.ProblemsException;

class AgentFileTest {
  @TempDir private Path folder;

  private AgentSettings read(String text) throws IOException {
    Files.writeString(folder.resolve("agent.yaml"), text);
    return AgentFile.read(folder);
  }

  @Test
  void withoutAFileNothingIsForbidden() {
    assertThat(AgentFile.read(folder.resolve("none")).forbidsFullNetwork()).isEmpty();
  }

  @Test
  void allThatTheReadmeShowsIsRead() throws IOException {
    AgentSettings settings =
        read("idle: 1m\nkeep-runs: 2\nkeep-for: 3d\nslots: 4\nforbid-job-network: full # why\n");
    assertThat(settings.idle()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.keptRuns()).isEqualTo(2);
    assertThat(settings.keptFor()).isEqualTo(Duration.ofDays(3));
    assertThat(settings.slots()).isEqualTo(4);
    assertThat(settings.forbidsFullNetwork())
        .hasValue("`forbid-job-network: full` in " + folder + "/agent.yaml:5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "http", "Full", "true", "[full]", "{full: true}", "\"\"", "~"})
  void onlyTheNetworkThatCanBeForbiddenIs(String value) {
    ProblemsException wrong =
        catchThrowableOfType(
            ProblemsException.class, () -> read("forbid-job-network: " + value + "\n"));
    assertThat(wrong).hasMessageContaining("here should be `full`");
  }

  @Test
  void aSettingThatIsMistypedIsNotPassedOver() {
    ProblemsException wrong =
        catchThrowableOfType(ProblemsException.class, () -> read("forbid-jobs-network: full\n"));
    assertThat(wrong).hasMessage("`forbid-jobs-network` is no setting of the agent");
    assertThat(wrong.problems().getFirst().help()).hasValue("did you mean `forbid-job-network`?");
  }

  @Test
  void labelsAreReadInTheirOrder() throws IOException {
    assertThat(
            read("labels: {zone: eu, gpus: \"2\", a/b.c_d-e: two words, empty: \"\"}\n").labels())
        .containsExactly(
            entry("zone", "eu"),
            entry("gpus", "2"),
            entry("a/b.c_d-e", "two words"),
            entry("empty", ""));
    assertThat(read("labels: {}\n").labels()).isEmpty();
    assertThat(AgentFile.read(folder.resolve("none")).labels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone", "[zone]", "2", "true", "~", "\"\""})
  void labelsAreAMap(String value) {
    assertThat(wrong("labels: " + value + "\n"))
        .isEqualTo("here should be labels of this machine like `zone: eu`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "true", "~", "[a]", "{a: b}", "1.5", ".inf"})
  void aLabelIsAText(String value) {
    ProblemsException wrong = problems("labels:\n  ok: x\n  gpus: " + value + "\n");
    assertThat(wrong).hasMessage("here should be the label's text");
    assertThat(wrong.problems().getFirst().span().startLine()).isEqualTo(3);
    assertThat(wrong.problems().getFirst().help().isPresent())
        .as("quotes would help")
        .isEqualTo(List.of("2", "true", "1.5", ".inf").contains(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "a b",
        "a=b",
        "\"!a\"",
        "\"a,b\"",
        "\"a\\n\"",
        "\"\\u202e\"",
        "\"\\0\""
      })
  void aLabelsNameIsWhatASelectorCanSay(String name) {
    assertThat(wrong("labels:\n  " + name + ": x\n")).startsWith("a label's name is letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "\\e[2J", "\\u202etxt.exe", "a\\0", "\\u2028", "\\u200b"})
  void aLabelIsWhatItLooksLike(String value) {
    assertThat(wrong("labels: {zone: \"" + value + "\"}\n")).startsWith("here should be one line");
  }

  @Test
  void labelsHaveAnEnd() throws IOException {
    String longest = "x".repeat(256);
    assertThat(read("labels: {" + longest + ": " + longest + "}\n").labels()).hasSize(1);
    assertThat(wrong("labels: {" + longest + "x: y}\n")).startsWith("a label's name is");
    assertThat(wrong("labels: {y: " + longest + "x}\n")).startsWith("here should be one line");
    assertThat(read(labels(100)).labels()).hasSize(100);
    assertThat(wrong(labels(101))).isEqualTo("here should be 100 labels at most");
    assertThat(wrong(labels(30_000))).isEqualTo("here should be 100 labels at most");
  }

  private static String labels(int count) {
    var text = new StringBuilder("labels:\n");
    for (int i = 0; i < count; i++) {
      text.append("  l").append(i).append(": x\n");
    }
    return text.toString();
  }

  @Test
  void aLabelIsWrittenOnceAndAMistypedSettingIsTold() {
    assertThat(wrong("labels: {a: x, a: y}\n")).contains("a");
    ProblemsException wrong = problems("lables: {a: x}\n");
    assertThat(wrong).hasMessage("`lables` is no setting of the agent");
    assertThat(wrong.problems().getFirst().help()).hasValue("did you mean `labels`?");
  }

  private String wrong(String text) {
    return problems(text).problems().getFirst().message();
  }

  private ProblemsException problems(String text) {
    try {
      throw new AssertionError("no problem: " + read(text));
    } catch (ProblemsException wrong) {
      return wrong;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
