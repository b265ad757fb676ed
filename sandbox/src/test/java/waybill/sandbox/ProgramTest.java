package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is executed, as whom and where. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class ProgramTest {
  private final TestBed bed;

  ProgramTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void theExitCodeIsTheProgramsOwn() {
    assertThat(bed.script("exit 0").run().exitCode()).isZero();
    assertThat(bed.script("exit 7").run().exitCode()).isEqualTo(7);
    assertThat(bed.script("exit 255").run().exitCode()).isEqualTo(255);
  }
}
