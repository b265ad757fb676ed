package waybill.dialects.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.maelstrom.resolved.FakeStock;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Streams;
import waybill.model.task.Task;

class MaelstromLanguageTest {
  private static final String GOOD = "{\"program\":\"x\",\"layers\":[{\"stubs\":[\"/a\"]}]}\n";

  @Test
  void aFileIsOursWhenItHasAProgramAndWhatToRunItOn() {
    assertThat(MaelstromLanguage.isMeantBy(Set.of("program", "layers"))).isTrue();
    assertThat(MaelstromLanguage.isMeantBy(Set.of("image", "program", "user"))).isTrue();
    assertThat(MaelstromLanguage.isMeantBy(Set.of("program", "name"))).isFalse();
    assertThat(MaelstromLanguage.isMeantBy(Set.of("layers"))).isFalse();
  }

  @Test
  void nothingIsWrongWithAGoodFile() {
    assertThat(validate(GOOD + GOOD)).isEmpty();
  }

  @Test
  void allThatCanBeToldWithoutRunningIsToldAtOnce() {
    List<Problem> problems =
        validate(
            GOOD
                + "{\"program\":\"x\",\"image\":{\"name\":\"ubuntu\",\"use\":[\"layers\"]},\n"
                + " \"environment\":{\"A\":\"$x\",\"B\":\"$env{Z}\",\"C\":\"$env{\"}}\n"
                + "{\"program\":\"x\",\"image\":{\"name\":\"host:\",\"use\":[\"environment\"]},"
                + "\"layers\":[{\"tar\":\"a\"}]}\n"
                + "{\"devices\":[]}");

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly(
            "maelstrom/bad-image",
            "maelstrom/bad-substitution",
            "maelstrom/bad-substitution",
            "maelstrom/bad-image",
            "maelstrom/unknown-field");
    assertThat(problems).extracting(p -> p.span().startLine()).containsExactly(2, 3, 3, 4, 5);
    assertThat(problems.getFirst().span().startColumn()).isEqualTo(32);
    assertThat(problems.getLast().help().orElseThrow()).contains("\"type\": \"devices\"");
  }

  @Test
  void aFileComesToOneTaskForEachJob(@TempDir Path folder) {
    List<Task> tasks = new ArrayList<>();
    MaelstromLanguage.explain(SpecVersion.ORIGINAL, source(GOOD + GOOD), maker(folder), tasks::add);
    assertThat(tasks).hasSize(2);
  }

  @Test
  void aMistakeEndsTheExplainingWithItsPlace(@TempDir Path folder) {
    List<Task> tasks = new ArrayList<>();
    assertThatThrownBy(
            () ->
                MaelstromLanguage.explain(
                    SpecVersion.ORIGINAL, source(GOOD + "{"), maker(folder), tasks::add))
        .isInstanceOf(ProblemsException.class)
        .hasMessage("EOF while parsing an object");
    assertThat(tasks).hasSize(1);
  }

  private static List<Problem> validate(String text) {
    Problems problems = MaelstromLanguage.validate(SpecVersion.ORIGINAL, source(text));
    return problems.list();
  }

  private static Source source(String text) {
    return new Source("jobs.json", text);
  }

  private static TaskMaker maker(Path folder) {
    FakeStock stock = new FakeStock(folder.resolve("cache"), folder);
    return new TaskMaker(folder, Map.of(), stock, new Streams.Captured(1000), Optional.empty());
  }
}
