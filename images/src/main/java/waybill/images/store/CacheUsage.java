package waybill.images.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waybill.model.task.Ids;

/**
 * What lies in the cache, the longest unused first. Layers, downloaded archives below {@code
 * CACHE/blobs} and records of images in {@code CACHE/images/records}. Looking changes nothing, but
 * that the size of a layer that was never measured is noted.
 *
 * @param entries all of them
 */
public record CacheUsage(List<CacheEntry> entries) {
  private static final String PARTIAL = ".part";
  private static final String LOCK = ".lock";

  /** No durable write takes longer; what is older was left by a killed writer. */
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  /** Of the folders in which blobs and records lie. */
  private static final int MAX_DEPTH = 4;

  public CacheUsage {
    entries = List.copyOf(entries);
  }

  /** Of all of it. */
  public long bytes() {
    long bytes = 0;
    for (CacheEntry entry : entries) {
      bytes += entry.bytes();
    }
    return bytes;
  }

  static CacheUsage of(Path cache, LayerStore store, TreeAccess access) throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (Ids ids : Ids.values()) {
      addLayers(store, ids, access, entries);
    }
    addFiles(cache.resolve("blobs"), CacheEntry.Kind.BLOB, entries);
    addFiles(cache.resolve("images/records"), CacheEntry.Kind.IMAGE, entries);
    entries.sort(Comparator.comparingLong(CacheEntry::lastUsedMillis));
    return new CacheUsage(entries);
  }

  private static void addLayers(
      LayerStore store, Ids ids, TreeAccess access, List<CacheEntry> entries) {
    for (String shelf : names(store.shelves(ids))) {
      for (String hex : names(store.shelves(ids).resolve(shelf))) {
        String digest = "sha256:" + hex;
        if (LayerStore.isDigest(digest)) {
          entries.add(layer(store, digest, hex, ids, access));
        }
      }
    }
  }

  private static CacheEntry layer(
      LayerStore store, String digest, String hex, Ids ids, TreeAccess access) {
    Path folder = store.folder(digest, ids);
    String name = Stages.name(hex, ids);
    Marks marks = store.marks();
    long used = marks.lastUsed(name);
    TreeSize size;
    if (marks.size(name).isPresent()) {
      size = marks.size(name).get();
    } else {
      size = access.measure(folder, ids);
      marks.note(name, size, used);
    }
    long known = used > 0 ? used : System.currentTimeMillis();
    return new CacheEntry(CacheEntry.Kind.LAYER, digest, folder, ids, size.bytes(), known);
  }

  private static String[] names(Path folder) {
    String[] names = new File(folder.toString()).list();
    return names == null ? new String[0] : names;
  }

  private static void addFiles(Path folder, CacheEntry.Kind kind, List<CacheEntry> entries)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        java.util.Set.of(),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            long modified = attributes.lastModifiedTime().toMillis();
            boolean beingWritten =
                name.startsWith(".") && System.currentTimeMillis() - modified < DAY_MILLIS;
            if (attributes.isRegularFile() && !name.endsWith(LOCK) && !beingWritten) {
              boolean partial = kind == CacheEntry.Kind.BLOB && name.endsWith(PARTIAL);
              entries.add(
                  new CacheEntry(
                      partial ? CacheEntry.Kind.PARTIAL_BLOB : kind,
                      name,
                      file,
                      Ids.SINGLE,
                      attributes.size(),
                      modified));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            // Removed meanwhile; or not ours to read, and then not ours to remove.
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
