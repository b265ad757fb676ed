package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waybill.testing.Needs;

/** The launcher can be built for arm64, which nothing here can run. */
class CrossBuildTest {
  private static final String COMPILER = "aarch64-linux-gnu-gcc";

  /** Of an ELF header: e_machine, and what it says for arm64; see elf(5). */
  private static final int MACHINE_OFFSET = 18;

  private static final int ARM64 = 183;

  private static String said(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? text : "ended with " + process.exitValue() + ": " + text;
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return !said(new ProcessBuilder(COMPILER, "--version").start()).isEmpty();
    } catch (IOException absent) {
      return false;
    }
  }

  @Test
  void theLauncherIsBuiltForArm64WithoutAWarning() throws IOException, InterruptedException {
    Needs.need(COMPILER, isInstalled(), "is not installed");
    Path folder = Layers.empty();
    var builder = new ProcessBuilder("sh", "launcher/build.sh", folder.toString());
    builder.environment().putAll(Map.of("CC", COMPILER));
    assertThat(said(builder.redirectErrorStream(true).start())).isEmpty();
    byte[] program = Files.readAllBytes(folder.resolve("waybill-launcher"));
    assertThat(program[MACHINE_OFFSET] & 0xFF).isEqualTo(ARM64);
  }
}
