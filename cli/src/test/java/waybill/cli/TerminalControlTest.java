package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real terminal, which {@code script} of util-linux makes. */
@Timeout(60)
class TerminalControlTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir private Path folder;

  @BeforeAll
  static void needsScript() {
    assumeTrue(Files.isExecutable(SCRIPT), "needs script (Debian: bsdutils)");
  }

  @Test
  void theModeOfTheTerminalIsKnown() throws Exception {
    assertThat(onTerminal(child("mode") + "; stty raw; " + child("mode") + "; stty sane"))
        .contains("raw false")
        .contains("raw true");
  }

  @Test
  void aSuspendedProcessStopsAndGoesOnInFront() throws Exception {
    // With job control, so that the child is a job of its own that may be stopped.
    Path jobs = folder.resolve("jobs.sh");
    Files.writeString(
        jobs, "set -m\n" + child("suspend") + "\necho stopped $?\nfg >/dev/null\necho ended $?\n");

    String said = onTerminal("bash " + jobs);

    assertThat(said).contains("before").contains("stopped 148").contains("after");
    assertThat(said.indexOf("stopped 148")).isLessThan(said.indexOf("after"));
    assertThat(said).contains("ended 0");
  }

  @Test
  void withoutATerminalNothingIsRawAndNothingStops() {
    SystemTerminal terminal = new SystemTerminal(Map.of(), folder);
    terminal.suspend();
    assertThat(terminal.inIsRaw()).isFalse();
  }

  /** The command that runs {@link #main} in a process of its own. */
  private static String child(String what) {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + TerminalControlTest.class.getName()
        + " "
        + what;
  }

  private String onTerminal(String command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Path input = Files.writeString(folder.resolve("input"), "");
    Process process =
        new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .redirectInput(input.toFile())
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).describedAs("ends").isTrue();
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  /** What the child does. */
  public static void main(String[] arguments) {
    Terminal terminal = new SystemTerminal(System.getenv());
    if (arguments[0].equals("mode")) {
      System.out.print("raw " + terminal.inIsRaw() + "\r\n");
      return;
    }
    System.out.print("before\r\n");
    System.out.flush();
    terminal.suspend();
    System.out.print("after\r\n");
  }
}
