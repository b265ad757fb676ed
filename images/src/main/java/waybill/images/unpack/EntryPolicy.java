package waybill.images.unpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import waybill.images.archive.ArchiveException;
import waybill.images.archive.TarEntry;
import waybill.model.task.Ids;

/**
 * What of an archive's entry goes to disk. Names that begin with {@code .wh.} say, as the image
 * format of OCI has it, that something of the layers below is gone.
 */
final class EntryPolicy {
  private static final byte[] WHITEOUT = ascii(".wh.");
  private static final byte[] OPAQUE = ascii(".wh..wh..opq");

  /** Notes of an older storage driver, which no engine takes for files. */
  private static final byte[] META = ascii(".wh..wh.");

  private static final int SET_ID = 06000;
  private static final int OWNER_ALL = 0700;
  private static final long LAST_ID = 65_535;

  private final Ids ids;
  private final EntryRules rules;

  EntryPolicy(Ids ids, EntryRules rules) {
    this.ids = ids;
    this.rules = rules;
  }

  /** What is to be written for an entry, if anything. */
  Optional<ArchiveEntry> decide(TarEntry entry) throws ArchiveException {
    byte[] path = entry.path();
    int name = nameStart(path);
    if (startsAt(path, name, WHITEOUT)) {
      return mark(entry, path, name);
    }
    return switch (entry.kind()) {
      case FILE -> Optional.of(new ArchiveEntry.File(path, attributes(entry), entry.size()));
      case SPARSE_FILE ->
          Optional.of(new ArchiveEntry.SparseFile(path, attributes(entry), entry.size()));
      case FOLDER -> Optional.of(new ArchiveEntry.Folder(path, attributes(entry)));
      case SYMBOLIC_LINK ->
          Optional.of(new ArchiveEntry.SymbolicLink(path, attributes(entry), entry.target()));
      case HARD_LINK -> Optional.of(new ArchiveEntry.HardLink(path, entry.target()));
      case FIFO ->
          rules == EntryRules.IMAGE
              ? Optional.of(new ArchiveEntry.Fifo(path, attributes(entry)))
              : refuse(entry, "Fifo");
      case CHARACTER_DEVICE -> leaveOut(entry, "Char");
      case BLOCK_DEVICE -> leaveOut(entry, "Block");
      case UNKNOWN -> refuse(entry, "'" + (char) (entry.type() & 0x7f) + "'");
    };
  }

  private Optional<ArchiveEntry> leaveOut(TarEntry entry, String type) throws ArchiveException {
    return rules == EntryRules.IMAGE ? Optional.empty() : refuse(entry, type);
  }

  private static Optional<ArchiveEntry> refuse(TarEntry entry, String type)
      throws ArchiveException {
    throw new ArchiveException("has an unsupported tar entry type " + type, entry.offset());
  }

  private static Optional<ArchiveEntry> mark(TarEntry entry, byte[] path, int name)
      throws ArchiveException {
    byte[] parent = Arrays.copyOf(path, Math.max(0, name - 1));
    if (path.length - name == OPAQUE.length && startsAt(path, name, OPAQUE)) {
      return Optional.of(new ArchiveEntry.Opaque(parent));
    }
    if (startsAt(path, name, META)) {
      return Optional.empty();
    }
    byte[] hidden = Arrays.copyOfRange(path, name + WHITEOUT.length, path.length);
    if (hidden.length == 0 || Arrays.equals(hidden, ascii(".")) || isParent(hidden)) {
      throw new ArchiveException("has a whiteout of nothing", entry.offset());
    }
    byte[] whole = Arrays.copyOf(path, name + hidden.length);
    System.arraycopy(hidden, 0, whole, name, hidden.length);
    return Optional.of(new ArchiveEntry.Whiteout(whole));
  }

  private static boolean isParent(byte[] name) {
    return Arrays.equals(name, ascii(".."));
  }

  private EntryAttributes attributes(TarEntry entry) throws ArchiveException {
    int mode = entry.mode();
    // The root must stay ours and writable, else the finished tree could not be moved into place.
    boolean root = entry.path().length == 0;
    if (root) {
      mode |= OWNER_ALL;
    }
    if (ids == Ids.SINGLE) {
      return new EntryAttributes(
          0, 0, mode & ~SET_ID, entry.modifiedSeconds(), entry.modifiedNanos(), List.of());
    }
    return new EntryAttributes(
        root ? 0 : id(entry.user(), entry),
        root ? 0 : id(entry.group(), entry),
        mode,
        entry.modifiedSeconds(),
        entry.modifiedNanos(),
        extended(entry));
  }

  private static long id(long id, TarEntry entry) throws ArchiveException {
    if (id > LAST_ID) {
      throw new ArchiveException(
          "has a file that belongs to user or group " + id + "; in tasks there are 0 to " + LAST_ID,
          entry.offset());
    }
    return id;
  }

  private static List<ExtendedAttribute> extended(TarEntry entry) {
    List<ExtendedAttribute> kept = new ArrayList<>();
    for (TarEntry.Attribute attribute : entry.attributes()) {
      if (isKept(attribute.name())) {
        kept.add(new ExtendedAttribute(attribute.name(), attribute.value()));
      }
    }
    return kept;
  }

  /**
   * {@code trusted} and most of {@code system} belong to the host; {@code user.overlay} would let
   * an archive play tricks with the layers below it.
   */
  private static boolean isKept(String name) {
    return name.equals("security.capability")
        || name.startsWith("system.posix_acl_")
        || (name.startsWith("user.") && !name.startsWith("user.overlay."));
  }

  private static int nameStart(byte[] path) {
    int at = path.length;
    while (at > 0 && path[at - 1] != '/') {
      at--;
    }
    return at;
  }

  private static boolean startsAt(byte[] path, int at, byte[] prefix) {
    return path.length - at >= prefix.length
        && Arrays.equals(path, at, at + prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
