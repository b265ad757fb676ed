package waybill.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * SHA-256 by the launcher's digest mode: a process of its own, which uses the processor's
 * instructions for it. For one thread. The process ends with its input, so also when we are killed.
 */
public final class DigestProcess implements AutoCloseable {
  private static final int DIGEST_BYTES = 32;

  private final Process process;
  private final OutputStream out;
  private boolean over;

  private DigestProcess(Process process) {
    this.process = process;
    this.out = process.getOutputStream();
  }

  /**
   * Begins a digest.
   *
   * @param program the launcher's binary
   * @throws FailureException when it cannot be started
   */
  public static DigestProcess start(Path program) {
    try {
      return new DigestProcess(
          new ProcessBuilder(program.toString(), "digest").redirectError(Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.SANDBOX_REFUSED,
              "the launcher " + program + " could not be started: " + e.getMessage()),
          e);
    }
  }

  /**
   * The next bytes. Best many at a time: each call is one of the system's.
   *
   * @throws FailureException when the process is gone
   */
  public void update(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Ends the digest; after it there is only {@link #close}.
   *
   * @return 64 lower-case hexadecimal digits
   * @throws FailureException when the process is gone
   */
  public String finish() {
    try {
      out.close();
      byte[] digest = process.getInputStream().readNBytes(DIGEST_BYTES);
      if (digest.length < DIGEST_BYTES) {
        throw lost(null);
      }
      over = true;
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static FailureException lost(@Nullable IOException broken) {
    String reason =
        broken == null ? "it ended without a word" : String.valueOf(broken.getMessage());
    Failure failure =
        Failure.of(FailureCode.LAUNCHER_LOST, "the calculator of digests is gone: " + reason);
    return broken == null ? failure.asException() : new FailureException(failure, broken);
  }

  /** For tests. */
  Process process() {
    return process;
  }

  /** When it returns, the process is gone. */
  @Override
  public void close() {
    if (!over) {
      process.destroyForcibly();
    }
    TreeProgram.end(process);
  }
}
