package waybill.images.layer;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.images.store.LayerStore;
import waybill.images.store.Staging;
import waybill.images.store.TreeDigest;
import waybill.images.store.TreeEntry;

/**
 * Builds a planned layer, once. Files whose content is not known are copied first, hashed on their
 * way, so that a new layer reads them once; then the layer's digest is known, and if the store has
 * it already nothing more is done. A layer that is probably there is hashed first and copied only
 * if it turns out otherwise.
 */
final class LayerAssembly {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final LayerStore store;
  private final LayerPlan plan;

  /** Digests of contents by path in the layer. */
  private final Map<String, String> contents = new HashMap<>();

  LayerAssembly(LayerStore store, LayerPlan plan) {
    this.store = store;
    this.plan = plan;
  }

  /**
   * Makes sure that the layer is in the store.
   *
   * @param known digests of contents, by {@link PlannedEntry.Copied#origin()}
   * @param probablyThere whether the last build of the same plan led to a layer of the store
   * @return its digest
   * @throws SourceChangedException if a file is no longer as planned; nothing is left of the try
   */
  String build(Map<String, String> known, boolean probablyThere) {
    List<PlannedEntry.Copied> unknown = new ArrayList<>();
    List<PlannedEntry.Copied> uncopied = new ArrayList<>();
    for (PlannedEntry entry : plan.entries()) {
      if (entry instanceof PlannedEntry.Copied file) {
        String content = known.get(file.origin());
        if (content == null && probablyThere) {
          content = hash(file);
        }
        if (content == null) {
          unknown.add(file);
        } else {
          contents.put(file.path(), content);
          uncopied.add(file);
        }
      }
    }
    if (unknown.isEmpty()) {
      String digest = TreeDigest.of(entries());
      if (store.contains(digest)) {
        return digest;
      }
    }
    return stage(unknown, uncopied);
  }

  private String stage(List<PlannedEntry.Copied> unknown, List<PlannedEntry.Copied> uncopied) {
    try (Staging staging = store.stage()) {
      makeFolders(staging);
      for (PlannedEntry.Copied file : unknown) {
        contents.put(file.path(), copy(staging, file));
      }
      List<TreeEntry> entries = entries();
      String digest = TreeDigest.of(entries);
      if (!store.contains(digest)) {
        for (PlannedEntry.Copied file : uncopied) {
          if (!copy(staging, file).equals(contents.get(file.path()))) {
            throw new SourceChangedException(file.source());
          }
        }
        makeOthers(staging);
        staging.commit(digest, entries);
      }
      return digest;
    }
  }

  /**
   * For each copied file in the order of the plan the digest of its content, where a later change
   * would show.
   *
   * @param startedMillis a time before the plan was made
   */
  List<String> settledContents(long startedMillis) {
    List<String> settled = new ArrayList<>();
    for (PlannedEntry entry : plan.entries()) {
      if (entry instanceof PlannedEntry.Copied file) {
        settled.add(
            file.state().isSettledAt(startedMillis) ? content(file) : BuildRecord.UNSETTLED);
      }
    }
    return settled;
  }

  private List<TreeEntry> entries() {
    List<TreeEntry> entries = new ArrayList<>();
    for (PlannedEntry entry : plan.entries()) {
      switch (entry) {
        case PlannedEntry.Known known -> entries.add(known.entry());
        case PlannedEntry.Copied file -> entries.add(file.withContent(content(file)));
      }
    }
    return entries;
  }

  private String content(PlannedEntry.Copied file) {
    return contents.getOrDefault(file.path(), BuildRecord.UNSETTLED);
  }

  private void makeFolders(Staging staging) {
    for (PlannedEntry entry : plan.entries()) {
      if (entry instanceof PlannedEntry.Known(TreeEntry.Folder folder)) {
        staging.folder(folder.path());
      }
    }
  }

  private void makeOthers(Staging staging) {
    for (PlannedEntry entry : plan.entries()) {
      if (entry instanceof PlannedEntry.Known(TreeEntry.Link link)) {
        staging.link(link);
      } else if (entry instanceof PlannedEntry.Known(TreeEntry.File file)) {
        staging.file(file.path(), buffer -> -1);
      }
    }
  }

  private static String copy(Staging staging, PlannedEntry.Copied file) {
    try (SourceContent content = SourceContent.open(file)) {
      String digest = staging.file(file.path(), content);
      content.confirm();
      return digest;
    }
  }

  private static String hash(PlannedEntry.Copied file) {
    try (SourceContent content = SourceContent.open(file)) {
      MessageDigest digest = TreeDigest.sha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      content.confirm();
      return TreeDigest.hex(digest);
    }
  }
}
