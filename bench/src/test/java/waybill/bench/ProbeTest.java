package waybill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.task.Root;
import waybill.sandbox.LaunchPlan;
import waybill.testing.Needs;

/** The native half speaks the launcher's language of today. */
@Timeout(120)
class ProbeTest {
  private static final Path LAUNCHER =
      Path.of("..", "sandbox", "target", "launcher", "waybill-launcher")
          .toAbsolutePath()
          .normalize();

  @TempDir private Path folder;
  private Path program = Path.of("");

  @BeforeEach
  void compile() throws IOException, InterruptedException {
    program = folder.resolve("probe");
    Process compiler =
        new ProcessBuilder(
                Needs.program("cc").toString(),
                "-O1",
                "-static",
                "-o",
                program.toString(),
                Path.of("native", "probe.c").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(said).isZero();
  }

  private Probe probe(Path root) throws IOException {
    List<LaunchPlan> plans =
        List.of(
            Tasks.plan(root, Root.Access.READ_ONLY, false),
            Tasks.plan(root, Root.Access.WRITABLE_IN_MEMORY, false));
    return Probe.start(
        program, Needs.busybox(), LAUNCHER, Bench.recorded(folder, plans, Optional.empty()));
  }

  @Test
  void everyRequestIsAnswered() throws IOException {
    Path root = Bench.makeRoot(folder, Needs.busybox());
    try (Probe probe = probe(root)) {
      assertThat(probe.ask("floor")).isPositive();
      assertThat(probe.ask("floors 2 4")).isPositive();
      for (int plan = 0; plan < 2; plan++) {
        probe.ask("prepare " + 2 * plan);
        long time = probe.ask("launch " + (2 * plan + 1));
        assertThat(time).as("the task ran and ended").isPositive();
        assertThat(probe.ask("launch " + (2 * plan + 1))).as("and again").isPositive();
      }
      assertThat(probe.ask("spawn " + Needs.busybox() + " true")).isPositive();
      assertThat(probe.ask("peak " + Needs.busybox() + " true")).isPositive();
    }
  }

  @Test
  void aTaskThatGoesWrongIsNotMeasured() throws IOException {
    Path root = folder.resolve("empty");
    try (Probe probe = probe(root)) {
      probe.ask("prepare 0");
      assertThatThrownBy(() -> probe.ask("launch 1")).isInstanceOf(IOException.class);
    }
  }
}
