package waybill.images.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import waybill.images.store.Staging;

/**
 * The content of a planned file, read once. What was read is good only if {@link #confirm} says so
 * afterwards.
 */
final class SourceContent implements Staging.Content, AutoCloseable {
  private static final OpenOption[] FOLLOW = {};
  private static final OpenOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private final PlannedEntry.Copied file;
  private final InputStream in;
  private long count;

  private SourceContent(PlannedEntry.Copied file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static SourceContent open(PlannedEntry.Copied file) {
    try {
      // This stream does not mind interrupts, which are looked for below.
      return new SourceContent(
          file, Files.newInputStream(file.source(), file.follow() ? FOLLOW : NO_FOLLOW));
    } catch (NoSuchFileException deleted) {
      throw new SourceChangedException(file.source());
    } catch (IOException failed) {
      throw SourceFailure.of("open", file.source(), failed);
    }
  }

  @Override
  public int read(byte[] buffer) {
    if (Thread.currentThread().isInterrupted()) {
      throw SourceFailure.interrupted();
    }
    int read;
    try {
      read = in.read(buffer);
    } catch (IOException failed) {
      throw SourceFailure.of("read", file.source(), failed);
    }
    count += Math.max(0, read);
    if (count > file.state().size()) {
      // Perhaps a log that grows as fast as we read.
      throw new SourceChangedException(file.source());
    }
    return read;
  }

  /**
   * Makes sure that the file was as planned from its planning until after its last byte was read.
   */
  void confirm() {
    FileState now;
    try {
      now = FileState.read(file.source(), file.follow());
    } catch (IOException gone) {
      throw new SourceChangedException(file.source());
    }
    if (count != file.state().size() || !now.equals(file.state())) {
      throw new SourceChangedException(file.source());
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException harmless) {
      // All was read that could be.
      return;
    }
  }
}
