package waybill.images.unpack;

import waybill.images.store.TreeSize;

/**
 * A layer on its way to the disk. For one thread. All methods throw {@link
 * waybill.model.failure.FailureException} when the disk is full, or refuses, or an entry cannot be
 * where it wants to be.
 */
public interface Unpacking extends AutoCloseable {

  /** Adds an entry; after a file of some size, exactly its bytes and holes have to follow. */
  void add(ArchiveEntry entry);

  /** The next bytes of the file that was added last. */
  void data(byte[] bytes, int offset, int length);

  /** The next bytes of the sparse file that was added last are zeros that take no room. */
  void hole(long length);

  /**
   * Returns when everything is durable with its final modes and times.
   *
   * @return how much is in the layer
   */
  TreeSize finish();

  /** Without {@link #finish} the layer is given up; nobody writes to it any more afterwards. */
  @Override
  void close();
}
