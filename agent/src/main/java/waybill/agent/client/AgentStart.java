package waybill.agent.client;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import waybill.files.FileLock;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Starts an agent. Of several commands that find none, one starts it while the others wait; it says
 * by one byte on its standard output that it listens, so nobody waits longer than that takes.
 */
final class AgentStart {
  private static final int TAIL_LINES = 12;
  private static final int TAIL_BYTES = 8 << 10;

  private final AgentPlace place;

  AgentStart(AgentPlace place) {
    this.place = place;
  }

  /** A connection to an agent that somebody started: we, unless another command was faster. */
  SocketChannel connected() throws IOException {
    FileLock lock = lock();
    try {
      SocketChannel started = Door.connect(place);
      if (started != null) {
        return started;
      }
      long logged = start();
      SocketChannel own = Door.connect(place);
      if (own == null) {
        throw failed("it said that it listens, and does not", logged);
      }
      return own;
    } finally {
      lock.delete();
    }
  }

  private FileLock lock() throws IOException {
    try {
      return FileLock.exclusive(place.startLock());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another command starts the agent", e);
    }
  }

  /** Returns when it listens, with how long its log was before. */
  private long start() throws IOException {
    Files.createDirectories(
        place.log().resolveSibling("."),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    long logged = Files.exists(place.log()) ? Files.size(place.log()) : 0;
    var builder =
        new ProcessBuilder(place.program().command())
            .directory(new File("/"))
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(place.program().environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()), logged);
    }
    try (InputStream said = process.getInputStream()) {
      if (said.read() < 0) {
        throw failed("it ended with " + process.waitFor(), logged);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the agent starts", e);
    }
    return logged;
  }

  private FailureException failed(String why, long logged) {
    StringBuilder text = new StringBuilder("the agent did not start: ").append(why);
    List<String> tail = tail(place.log(), logged);
    for (String line : tail) {
      text.append("\n  ").append(line);
    }
    return Failure.of(FailureCode.AGENT_LOST, text.toString())
        .withHelp("all it wrote is in " + place.log())
        .asException();
  }

  /** The last lines of what it wrote itself. */
  private static List<String> tail(Path log, long from) {
    try (var file = new java.io.RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(from, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(" + log + " cannot be read: " + OsReason.of(e) + ")");
    }
  }
}
