package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import waybill.testing.Needs;

/** The program of {@code src/test/c/probe.c}, compiled once. */
final class Probe {
  private static final Path PROGRAM = compile();

  private Probe() {}

  /** A layer with it as {@code /probe}. */
  static Path layer() {
    return Objects.requireNonNull(PROGRAM.getParent());
  }

  /** It as a program of the host. */
  static Path program() {
    return PROGRAM;
  }

  private static Path compile() {
    Path program = Layers.empty().resolve("probe");
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc",
                  "-std=gnu11",
                  "-O1",
                  "-static",
                  "-o",
                  program.toString(),
                  Path.of("src/test/c/probe.c").toAbsolutePath().toString(),
                  "-lutil")
              .redirectErrorStream(true)
              .start();
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Needs.need("cc", compiler.waitFor() == 0 && Files.exists(program), said);
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
