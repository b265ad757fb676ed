package waybill.images.archive;

import java.util.List;

/**
 * What an archive says of one file.
 *
 * @param type as it is written in the archive, for messages
 * @param path relative, without empty parts, {@code .} or {@code ..}; empty for the root
 * @param target of a link: a path like {@code path} for a hard one, as written for a symbolic one;
 *     else empty
 * @param size of the content that follows, with its holes; 0 but for files
 * @param user 0 to 2^32-2
 * @param group 0 to 2^32-2
 * @param mode 0 to 07777
 * @param offset where the entry begins, in bytes from the beginning of the archive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost
public record TarEntry(
    Kind kind,
    byte type,
    byte[] path,
    byte[] target,
    long size,
    long user,
    long group,
    int mode,
    long modifiedSeconds,
    int modifiedNanos,
    List<Attribute> attributes,
    long offset) {

  /** What kinds of entries there are. */
  public enum Kind {
    FILE,
    /** A file with holes, which the archive does not hold. */
    SPARSE_FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO,
    /** Something that this reader does not know; its content is skipped. */
    UNKNOWN
  }

  /**
   * An extended attribute.
   *
   * @param name with its name space
   * @param value any bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost
  public record Attribute(String name, byte[] value) {}
}
