package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.cli.Exit;

class MannerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3   | Main exited with code 3",
        "139 | Main exited with code 139 (signal 11)",
        "137 | Main exited with code 137 (out of memory: it used more than its memory limit of 1M)",
        "124 | Run exceeded its timeout of 1 second",
        "127 | Failed to start the run: executable file not found: \"nosuch\"",
        "126 | Failed to start the run: Permission denied: \"/etc/passwd\"",
        "125 | Failed to pull image 'x'",
        "125 | ''",
      })
  void ourOwnVerbEndsAsItsProgramDid(int status, String why) {
    assertThat(Manner.OWN.failed("Failed", Optional.of(why))).isEqualTo(new Exit.Status(status));
    assertThat(Manner.TOOL.failed("Failed", Optional.of(why))).isEqualTo(new Exit.Status(1));
  }

  @Test
  void aRunThatWaitedTooLongWasEndedByItsTimeoutAndByNobody() {
    assertThat(Manner.OWN.failed("Canceled", Optional.of("Run exceeded its timeout while pending")))
        .isEqualTo(new Exit.Status(124));
  }

  @Test
  void whoEndsARunIsToldAsAnInterrupt() {
    assertThat(Manner.OWN.failed("Canceled", Optional.of("Canceled by user")))
        .isEqualTo(new Exit.Status(130));
    assertThat(Manner.OWN.interrupted(15)).isEqualTo(new Exit.Status(143));
    assertThat(Manner.TOOL.interrupted(15)).isEqualTo(new Exit.Status(1));
  }
}
