package waybill.images.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * A layer that is being built, in a folder of its own that nobody else looks at. Folders are made
 * before what goes into them; then the whole is committed under its digest, or closed and
 * forgotten. For one thread.
 *
 * <p>All methods throw {@link FailureException} when the store cannot be written: {@code
 * DISK_FULL}, {@code STORE_UNREADABLE}.
 */
public final class Staging implements AutoCloseable {
  private static final int ROOT_MODE = 0755;

  private static final int BUFFER_BYTES = 128 * 1024;

  private final LayerStore store;
  private final StoreDisk disk;
  private final LayerStore.Stage stage;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  Staging(LayerStore store, StoreDisk disk, LayerStore.Stage stage) {
    this.store = store;
    this.disk = disk;
    this.stage = stage;
  }

  /** The bytes of a file to be stored. */
  public interface Content {
    /** Fills the buffer's beginning and tells how much, or -1 at the end. */
    int read(byte[] buffer);
  }

  /** Makes a folder; its mode and time come with the commit. */
  public void folder(String path) {
    try {
      disk.createFolder(at(path));
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
  }

  /**
   * Makes a file.
   *
   * @return SHA-256 of what was written: 64 lower-case hexadecimal digits
   */
  public String file(String path, Content content) {
    MessageDigest digest = TreeDigest.sha256();
    try (OutputStream out = disk.createFile(at(path))) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
    return TreeDigest.hex(digest);
  }

  /** Makes a symbolic link. */
  public void link(TreeEntry.Link link) {
    try {
      disk.createLink(at(link.path()), link.target(), link.modified());
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
  }

  /**
   * Puts the layer under its digest, durably. When it is there already, that one stays.
   *
   * @param entries all that was made, in the order of the paths
   */
  public void commit(String digest, Collection<TreeEntry> entries) {
    Path layer = store.folder(digest);
    List<Path> above = store.foldersAbove(digest, Ids.SINGLE);
    try {
      new Settlement(disk, stage.tree()).settle(entries);
      // Without write permission a folder cannot be moved to another one, so this mode is not open
      // to choice.
      disk.settle(stage.tree(), ROOT_MODE, TreeEntry.NO_TIME);
      for (Path folder : above) {
        store.createIfMissing(folder);
      }
      store.claim(digest, Ids.SINGLE); // else a cleaner could take it before its first use
      move(digest, layer);
      for (Path folder : above.reversed()) {
        disk.sync(folder);
      }
      disk.sync(store.root());
      store.grew();
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
  }

  private void move(String digest, Path layer) throws IOException {
    try {
      disk.rename(stage.tree(), layer);
    } catch (IOException failed) {
      if (!store.contains(digest)) {
        throw failed;
      }
      // Somebody built the same layer and was faster.
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() {
    store.discard(stage);
  }

  private Path at(String path) {
    return stage.tree().resolve(path);
  }
}
