package waybill.images.layer;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import waybill.images.store.TreeEntry;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * All names of a layer to be, each once, folders before what is in them. A missing parent is added;
 * a folder may be named again, and the last time counts; anything else may not.
 *
 * <p>Parents get mode 755. Older programs make them 777, which nobody could tell apart inside a
 * task, where all files belong to whoever asks; but ours lie on the host, where a folder that
 * anyone may write to would let others plant files in a layer.
 */
final class LayerPlan {
  static final int MAX_ENTRIES = 1_000_000;
  static final int MAX_DEPTH = 256;

  /** The kernel's limit for one name; and for a path, less what the store puts before it. */
  private static final int MAX_NAME_BYTES = 255;

  private static final int MAX_PATH_BYTES = 3072;

  private static final int PARENT_MODE = 0755;

  private final TreeMap<String, PlannedEntry> entries = new TreeMap<>();
  private @Nullable PlannedArchive archive;

  /** Adds a folder; the layer's own root, an empty path, is always there and stays as it is. */
  void folder(String path, int mode, long modified) {
    if (path.isEmpty()) {
      return;
    }
    addParents(path);
    PlannedEntry before = entries.get(path);
    if (before != null && !isFolder(before)) {
      throw exists(path);
    }
    put(new PlannedEntry.Known(new TreeEntry.Folder(path, mode, modified)));
  }

  /** Adds anything but a folder. */
  void add(PlannedEntry entry) {
    String path = entry.path();
    if (path.isEmpty() || entries.containsKey(path)) {
      throw exists(path);
    }
    addParents(path);
    put(entry);
  }

  /** Makes an archive all of the layer. */
  void archive(PlannedArchive whole) {
    archive = whole;
  }

  /** Whether the layer is what an archive holds; then there are no entries. */
  Optional<PlannedArchive> archive() {
    return Optional.ofNullable(archive);
  }

  /** In the order of the paths. */
  Collection<PlannedEntry> entries() {
    return entries.values();
  }

  /** All that decides what will be stored. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (archive != null) {
      archive.appendTo(text);
    }
    for (PlannedEntry entry : entries.values()) {
      entry.appendTo(text);
    }
    return text.toString();
  }

  private void put(PlannedEntry entry) {
    entries.put(entry.path(), entry);
    if (entries.size() > MAX_ENTRIES) {
      throw tooMuch("a layer has more than " + MAX_ENTRIES + " files");
    }
  }

  private void addParents(String path) {
    int depth = 1;
    int start = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      checkName(path, start, slash);
      String parent = path.substring(0, slash);
      PlannedEntry there = entries.get(parent);
      if (there == null) {
        put(new PlannedEntry.Known(new TreeEntry.Folder(parent, PARENT_MODE, TreeEntry.NO_TIME)));
      } else if (!isFolder(there)) {
        throw exists(parent);
      }
      start = slash + 1;
      depth++;
    }
    checkName(path, start, path.length());
    if (depth > MAX_DEPTH || bytes(path) > MAX_PATH_BYTES) {
      throw tooMuch("a path in a layer is too long or too deep: `/" + path + "`");
    }
  }

  private static void checkName(String path, int start, int end) {
    if (3 * (end - start) > MAX_NAME_BYTES && bytes(path.substring(start, end)) > MAX_NAME_BYTES) {
      throw tooMuch("a file name in a layer is too long: `/" + path + "`");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  private static boolean isFolder(PlannedEntry entry) {
    return entry instanceof PlannedEntry.Known known && known.entry() instanceof TreeEntry.Folder;
  }

  private static FailureException exists(String path) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, "file already exists at /" + path)
        .withHelp("name each file of a layer once, or put one of them into a layer of its own")
        .asException();
  }

  private static FailureException tooMuch(String message) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, message).asException();
  }
}
