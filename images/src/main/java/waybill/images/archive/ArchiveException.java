package waybill.images.archive;

import java.io.IOException;

/** An archive is damaged, asks for more than it may have, or for something that is not done. */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param reason what is wrong, to be read after the archive's name
   * @param offset see {@link #offset}
   */
  public ArchiveException(String reason, long offset) {
    super(reason);
    this.offset = offset;
  }

  /** Where it was noticed: bytes from the beginning of the archive, decompressed. */
  public long offset() {
    return offset;
  }
}
