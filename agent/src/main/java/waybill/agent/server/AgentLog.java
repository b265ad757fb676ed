package waybill.agent.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the agent tells about itself: a line each in one file, and the file before it. What commands
 * tell goes to who called them. Safe for all threads.
 */
public final class AgentLog {
  private static final long LIMIT = 1 << 20;

  private final Path file;

  /** Into a file whose folder exists. */
  public AgentLog(Path file) {
    this.file = file;
  }

  /** Writes a line; where that cannot be, nobody is there to be told. */
  public synchronized void line(String text) {
    String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n";
    try {
      if (Files.exists(file) && Files.size(file) > LIMIT) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      return;
    }
  }

  /** Writes a fault with where it happened. */
  public void fault(String what, Throwable fault) {
    var trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    line(what + ": " + trace.toString().stripTrailing());
  }
}
