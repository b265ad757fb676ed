package waybill.images.layer;

import java.nio.file.Path;
import waybill.images.store.TreeEntry;

/** A name in a layer that is not built yet. */
sealed interface PlannedEntry {

  String path();

  /** Writes down all that decides what will be stored: fields end with a NUL. */
  void appendTo(StringBuilder text);

  /** All is known without reading a file. */
  record Known(TreeEntry entry) implements PlannedEntry {
    @Override
    public String path() {
      return entry.path();
    }

    @Override
    public void appendTo(StringBuilder text) {
      text.append(entry.path()).append('\0').append(entry.description()).append('\0');
    }
  }

  /**
   * A file whose content is still to be read.
   *
   * @param source absolute
   * @param follow whether {@code source} may be a link to the file
   * @param state of the file when it was planned
   */
  record Copied(String path, Path source, boolean follow, FileState state) implements PlannedEntry {
    @Override
    public void appendTo(StringBuilder text) {
      text.append(path).append('\0').append(BuildRecord.COPIED).append('\0');
      appendOriginTo(text);
    }

    /** What the content depends on. */
    String origin() {
      StringBuilder text = new StringBuilder();
      appendOriginTo(text);
      return text.toString();
    }

    TreeEntry.File withContent(String digest) {
      return new TreeEntry.File(path, state.storedMode(), state.modifiedSeconds(), digest);
    }

    private void appendOriginTo(StringBuilder text) {
      text.append(source).append('\0');
      state.appendTo(text);
      text.append('\0');
    }
  }
}
