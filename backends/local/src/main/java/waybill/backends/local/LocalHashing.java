package waybill.backends.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import waybill.images.unpack.Hashing;
import waybill.sandbox.DigestProcess;

/**
 * Digests by the launcher, which is ten times as fast as Java before its best compiler has got to
 * it; our commands end before that. Safe for all threads.
 */
final class LocalHashing implements Hashing {
  /** Java hashes no more than these in the time that a process takes to start. */
  private static final int BUFFER_BYTES = 128 << 10;

  private final Path launcher;

  LocalHashing(Path launcher) {
    this.launcher = launcher;
  }

  @Override
  public Hash begin() {
    return new LocalHash();
  }

  /** Starts the process when there is more than one buffer of bytes. */
  private final class LocalHash implements Hash {
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int kept;
    private @Nullable DigestProcess process;

    @Override
    public void update(byte[] bytes, int offset, int length) {
      if (length > BUFFER_BYTES - kept) {
        DigestProcess digest = started();
        digest.update(buffer, 0, kept);
        kept = 0;
        if (length > BUFFER_BYTES / 2) {
          digest.update(bytes, offset, length);
          return;
        }
      }
      System.arraycopy(bytes, offset, buffer, kept, length);
      kept += length;
    }

    private DigestProcess started() {
      DigestProcess running = process;
      if (running == null) {
        running = DigestProcess.start(launcher);
        process = running;
      }
      return running;
    }

    @Override
    public String digest() {
      DigestProcess running = process;
      if (running == null) {
        try (Hash small = Hashing.inJava().begin()) {
          small.update(buffer, 0, kept);
          return small.digest();
        }
      }
      running.update(buffer, 0, kept);
      return "sha256:" + running.finish();
    }

    @Override
    public void close() {
      DigestProcess running = process;
      if (running != null) {
        running.close();
      }
    }
  }
}
