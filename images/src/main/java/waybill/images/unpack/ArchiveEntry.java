package waybill.images.unpack;

/**
 * One entry of a layer, in the order of its archive. A path is a name of bytes, relative to the
 * layer's root, without empty parts, {@code .} or {@code ..}; empty for the root itself. Arrays are
 * not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost
public sealed interface ArchiveEntry {

  /** Where it lies in the layer. */
  byte[] path();

  /** A folder; one that is there keeps what is in it. */
  record Folder(byte[] path, EntryAttributes attributes) implements ArchiveEntry {}

  /**
   * A file, whose bytes follow.
   *
   * @param size in bytes
   */
  record File(byte[] path, EntryAttributes attributes, long size) implements ArchiveEntry {}

  /**
   * A file with holes; bytes and holes follow in their order.
   *
   * @param size in bytes, with the holes
   */
  record SparseFile(byte[] path, EntryAttributes attributes, long size) implements ArchiveEntry {}

  /**
   * A symbolic link.
   *
   * @param target stored as it is
   */
  record SymbolicLink(byte[] path, EntryAttributes attributes, byte[] target)
      implements ArchiveEntry {}

  /**
   * One more name of a file that came before.
   *
   * @param target a path like any other
   */
  record HardLink(byte[] path, byte[] target) implements ArchiveEntry {}

  /** A named pipe. */
  record Fifo(byte[] path, EntryAttributes attributes) implements ArchiveEntry {}

  /** What lower layers have there is gone. */
  record Whiteout(byte[] path) implements ArchiveEntry {}

  /** What lower layers have in that folder is gone. */
  record Opaque(byte[] path) implements ArchiveEntry {}
}
