package waybill.images.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * A layer that somebody else writes to disk, for example another process: this says where, and puts
 * it under its digest afterwards. For one thread.
 *
 * <p>All methods throw {@link waybill.model.failure.FailureException} when the store cannot be
 * written: {@code DISK_FULL}, {@code STORE_UNREADABLE}.
 */
public final class UnpackedStaging implements AutoCloseable {
  private final LayerStore store;
  private final StoreDisk disk;
  private final LayerStore.Stage stage;
  private final Ids ids;
  private final TreeAccess access;

  UnpackedStaging(
      LayerStore store, StoreDisk disk, LayerStore.Stage stage, Ids ids, TreeAccess access) {
    this.store = store;
    this.disk = disk;
    this.stage = stage;
    this.ids = ids;
    this.access = access;
  }

  /** Where the tree goes: nothing is there, and the parent is. */
  public Path tree() {
    return stage.tree();
  }

  /** A folder for files of a moment; it goes with this staging, also when we are killed. */
  public Path scratch() {
    try {
      return store.stages().scratch(stage);
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
  }

  /**
   * Puts the tree under its digest, durably, when it is durable itself. When the layer is there
   * already, that one stays. How much it holds is noted, so that damage can be found.
   *
   * @param size what the tree holds, by whoever wrote it
   */
  public void commit(String digest, TreeSize size) {
    try {
      List<Path> above = store.foldersAbove(digest, ids);
      for (Path folder : above) {
        store.createIfMissing(folder);
      }
      store.claim(digest, ids);
      move(digest);
      for (Path folder : above.reversed()) {
        disk.sync(folder);
      }
      disk.sync(store.root());
    } catch (IOException failed) {
      throw store.failure("write to", failed);
    }
    store.note(digest, ids, size);
    store.grew();
  }

  /** Takes a layer out of the store, in one step, to be deleted with this. */
  void take(Path layer) throws IOException {
    disk.rename(layer, stage.tree());
  }

  private void move(String digest) throws IOException {
    try {
      disk.rename(stage.tree(), store.folder(digest, ids));
    } catch (IOException failed) {
      if (!store.contains(digest, ids)) {
        throw failed;
      }
      // Somebody unpacked the same archive and was faster.
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() {
    try {
      if (Files.exists(stage.tree(), LinkOption.NOFOLLOW_LINKS)) {
        access.remove(stage.tree(), ids);
      }
    } catch (FailureException kept) {
      // A leftover, for whoever unpacks next; what brought us here matters more.
      return;
    } finally {
      store.discard(stage);
    }
  }
}
