package waybill.images.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.files.FileLock;

/**
 * Removes what was longest unused, and never what a living process uses. A layer goes in two steps:
 * by a rename, so that it is whole or not there, and then file by file, where nobody looks; a
 * cleaner that is killed in between leaves what any other sweeps. Not for stores on network file
 * systems, whose locks and renames promise less. Safe for many threads and processes.
 */
public final class CacheCleaner {
  private final Path cache;
  private final LayerStore store;
  private final TreeAccess access;

  /**
   * @param cache the folder that the store was opened in
   */
  public CacheCleaner(Path cache, LayerStore store, TreeAccess access) {
    this.cache = cache;
    this.store = store;
    this.access = access;
  }

  /**
   * What was done.
   *
   * @param removed what is gone
   * @param inUse how many were spared because a process uses them
   */
  public record Cleaned(List<CacheEntry> removed, int inUse) {
    public Cleaned {
      removed = List.copyOf(removed);
    }

    /** Of what is gone. */
    public long bytes() {
      return new CacheUsage(removed).bytes();
    }
  }

  /** What there is to remove. */
  public CacheUsage usage() {
    try {
      return CacheUsage.of(cache, store, access);
    } catch (IOException failed) {
      throw store.failure("look through", failed);
    }
  }

  /** Removes all that is not in use. */
  public Cleaned all() {
    return remove(usage().entries(), Long.MAX_VALUE);
  }

  /**
   * Removes what was not used since.
   *
   * @param millis since 1970; precise to the hour
   */
  public Cleaned unusedSince(long millis) {
    List<CacheEntry> old = new ArrayList<>();
    for (CacheEntry entry : usage().entries()) {
      if (entry.lastUsedMillis() < millis) {
        old.add(entry);
      }
    }
    return remove(old, Long.MAX_VALUE);
  }

  /**
   * Removes layers that no longer hold as much as when they were made, so that they are made again.
   * Looks at every file, but reads none: a disk that changes bytes is not found out.
   */
  public Cleaned damaged() {
    List<CacheEntry> damaged = new ArrayList<>();
    for (CacheEntry entry : usage().entries()) {
      if (entry.kind() == CacheEntry.Kind.LAYER && isDamaged(entry)) {
        damaged.add(entry);
      }
    }
    return remove(damaged, Long.MAX_VALUE);
  }

  private boolean isDamaged(CacheEntry entry) {
    String name = Stages.name(String.valueOf(entry.path().getFileName()), entry.ids());
    Optional<TreeSize> noted = store.marks().size(name);
    return noted.isPresent() && !noted.get().equals(access.measure(entry.path(), entry.ids()));
  }

  /** Removes the longest unused until the rest is no larger than this, if what is in use allows. */
  public Cleaned downTo(long bytes) {
    CacheUsage usage = usage();
    return remove(usage.entries(), usage.bytes() - bytes);
  }

  /**
   * @param enough how many bytes to free, of candidates in this order
   */
  private Cleaned remove(List<CacheEntry> candidates, long enough) {
    List<CacheEntry> removed = new ArrayList<>();
    List<UnpackedStaging> moved = new ArrayList<>();
    if (enough <= 0 || candidates.isEmpty()) {
      return new Cleaned(removed, 0);
    }
    int inUse = 0;
    store.stages().sweep(access);
    try {
      FileLock cleaning = store.claims().beginCleaning();
      try {
        Set<String> claimed = store.claims().claimed();
        long freed = 0;
        for (CacheEntry entry : candidates) {
          if (freed >= enough) {
            break;
          }
          if (isClaimed(entry, claimed)) {
            inUse++;
          } else if (take(entry, moved)) {
            removed.add(entry);
            freed += entry.bytes();
          }
        }
      } finally {
        cleaning.delete();
      }
    } catch (IOException failed) {
      throw store.failure("clean", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw store.failure("clean", new InterruptedIOException());
    } finally {
      for (UnpackedStaging tree : moved) {
        tree.close();
      }
    }
    return new Cleaned(removed, inUse);
  }

  private static boolean isClaimed(CacheEntry entry, Set<String> claimed) {
    String name = String.valueOf(entry.path().getFileName());
    return switch (entry.kind()) {
      case LAYER -> claimed.contains(Stages.name(name, entry.ids()));
      case BLOB -> claimed.contains(LayerStore.BLOB + name);
      case PARTIAL_BLOB, IMAGE -> false;
    };
  }

  private boolean take(CacheEntry entry, List<UnpackedStaging> moved) throws IOException {
    return switch (entry.kind()) {
      case LAYER -> takeLayer(entry, moved);
      case BLOB, IMAGE -> Files.deleteIfExists(entry.path());
      case PARTIAL_BLOB -> takePartial(entry.path());
    };
  }

  private boolean takeLayer(CacheEntry entry, List<UnpackedStaging> moved) throws IOException {
    UnpackedStaging staging = store.stageRemoval(entry.ids(), access);
    try {
      staging.take(entry.path());
    } catch (NoSuchFileException gone) {
      // Another cleaner was here before.
      staging.close();
      return false;
    } catch (IOException failed) {
      staging.close();
      throw failed;
    }
    store.marks().remove(Stages.name(String.valueOf(entry.path().getFileName()), entry.ids()));
    moved.add(staging);
    return true;
  }

  /** A download that is going on holds a lock of the whole one's name. */
  private static boolean takePartial(Path partial) throws IOException {
    String name = String.valueOf(partial.getFileName());
    Path lockFile =
        partial.resolveSibling(name.substring(0, name.length() - ".part".length()) + ".lock");
    Optional<FileLock> lock = FileLock.tryExclusive(lockFile);
    if (lock.isEmpty()) {
      return false;
    }
    try {
      return Files.deleteIfExists(partial);
    } finally {
      lock.get().delete();
    }
  }
}
