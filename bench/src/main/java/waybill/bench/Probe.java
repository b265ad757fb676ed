package waybill.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The native half, see {@code bench/native/probe.c}: it measures with nothing of the JVM in the
 * way.
 */
final class Probe implements AutoCloseable {
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param program what the floor is measured with
   * @param launcher which the probe starts for itself
   * @param frames as {@link Bench#recorded} writes them; the launcher's socket lies beside them
   */
  static Probe start(Path probe, Path program, Path launcher, Path frames) throws IOException {
    return new Probe(
        List.of(
            probe.toString(),
            program.toString(),
            launcher.toString(),
            frames.resolveSibling("s").toString(),
            frames.toString(),
            Integer.toString(Bench.hostId())));
  }

  private Probe(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The answer to a request: nanoseconds, but for `peak`. */
  long ask(String request) throws IOException {
    requests.write(request);
    requests.newLine();
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the probe ended at: " + request);
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    process.onExit().join();
  }
}
