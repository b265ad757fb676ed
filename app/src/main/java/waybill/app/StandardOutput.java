package waybill.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import waybill.files.OsReason;

/**
 * The standard output, which remembers why it could not be written: the print streams above it only
 * know that, and a disk that is full must not look like a reader who has seen enough. For one
 * thread at a time, as the streams above make sure.
 */
final class StandardOutput extends FileOutputStream {
  /** Who closed a pipe knows; {@code head} does it after each look. */
  private static final String CLOSED_PIPE = "Broken pipe";

  private volatile Optional<IOException> lost = Optional.empty();

  StandardOutput(FileDescriptor descriptor) {
    super(descriptor);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      super.write(bytes, offset, length);
    } catch (IOException e) {
      lost = Optional.of(e);
      throw e;
    }
  }

  /** Why something that was written is lost; none when nothing is, or when nobody wants it. */
  Optional<String> whyLost() {
    if (lost.isEmpty()) {
      return Optional.empty(); // nearly always: nothing is loaded for it
    }
    String reason = OsReason.of(lost.get());
    return reason.equals(CLOSED_PIPE) ? Optional.empty() : Optional.of(reason);
  }
}
