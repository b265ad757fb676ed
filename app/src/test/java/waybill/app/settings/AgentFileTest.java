package waybill.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
}
