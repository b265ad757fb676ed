package waybill.app.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The user's systemd, asked through {@code systemctl --user} where there is one. */
public final class UserSystemd {
  private static final String PROGRAM = "systemctl";
  private static final long SECONDS = 20;
  private static final int MAX_WORDS = 300;

  private final Map<String, String> environment;

  public UserSystemd(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What people type for it. */
  public static String words(List<String> arguments) {
    return PROGRAM + " --user " + String.join(" ", arguments);
  }

  /** Why it could not be done; empty when it was. */
  public Optional<String> run(List<String> arguments) {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      return Optional.of("there is no " + PROGRAM + " here");
    }
    var command = new ArrayList<>(List.of(program.get().toString(), "--user"));
    command.addAll(arguments);
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectInput(new File("/dev/null"));
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (BufferedReader said = process.inputReader()) {
        return ended(process, said);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Its output is a few lines, which the pipe holds: it is read when the process has ended. */
  private static Optional<String> ended(Process process, BufferedReader said)
      throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      return Optional.of("it did not answer within " + SECONDS + " s");
    }
    if (process.exitValue() == 0) {
      return Optional.empty();
    }
    String line = said.readLine();
    String first = line == null ? "" : line;
    return Optional.of(
        first.isBlank()
            ? "it ended with status " + process.exitValue()
            : first.substring(0, Math.min(MAX_WORDS, first.length())));
  }

  private Optional<Path> program() {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, PROGRAM))) {
        return Optional.of(Path.of(folder, PROGRAM));
      }
    }
    return Optional.empty();
  }
}
