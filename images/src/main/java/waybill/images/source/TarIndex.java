package waybill.images.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waybill.images.archive.ArchiveException;
import waybill.images.archive.ArchiveLimits;
import waybill.images.archive.TarEntry;
import waybill.images.archive.TarReader;

/**
 * Where the files of a tar archive lie, from its headers alone: contents are gone over, not read.
 * Names are texts, because those of images are.
 */
final class TarIndex {
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1L << 40, 1L << 40, 100_000, 64 << 10, 64);
  private static final int MAGIC_BYTES = 4;

  private TarIndex() {}

  /**
   * A file or a link.
   *
   * @param link the name it leads to; empty for a file
   */
  record Entry(long offset, long size, String link) {}

  /** The files and links of an archive by their names. */
  static Map<String, Entry> read(FileChannel channel) throws IOException, MalformedException {
    Map<String, Entry> entries = new HashMap<>();
    TarReader reader = new TarReader(new SliceStream(channel, 0, channel.size()), LIMITS);
    try {
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        add(next.get(), reader.contentOffset(), entries);
      }
    } catch (ArchiveException damaged) {
      if (isCompressed(channel)) {
        throw new MalformedException("is compressed as a whole; decompress it first");
      }
      throw new MalformedException(damaged.getMessage() + " at offset " + damaged.offset());
    }
    return entries;
  }

  private static void add(TarEntry entry, long content, Map<String, Entry> entries)
      throws MalformedException {
    String name = text(entry.path());
    switch (entry.kind()) {
      case FILE -> entries.put(name, new Entry(content, entry.size(), ""));
      case HARD_LINK -> entries.put(name, new Entry(content, 0, text(entry.target())));
      case SYMBOLIC_LINK -> entries.put(name, new Entry(content, 0, linked(name, entry)));
      case SPARSE_FILE ->
          throw new MalformedException("has a file with holes, `" + name + "`: pack it without");
      // What images have no use for.
      case FOLDER, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, UNKNOWN -> {}
    }
  }

  private static String linked(String name, TarEntry entry) {
    String target = text(entry.target());
    int slash = name.lastIndexOf('/');
    boolean fromRoot = target.startsWith("/") || slash < 0;
    return normal(fromRoot ? target : name.substring(0, slash + 1) + target);
  }

  private static boolean isCompressed(FileChannel channel) throws IOException {
    try (SliceStream in = new SliceStream(channel, 0, Math.min(channel.size(), MAGIC_BYTES))) {
      byte[] magic = in.readNBytes(MAGIC_BYTES);
      return magic.length == MAGIC_BYTES
          && ((magic[0] == 0x1f && magic[1] == (byte) 0x8b)
              || (magic[0] == 0x28 && magic[1] == (byte) 0xb5));
    }
  }

  /** A name without empty parts, {@code .} and {@code ..}, which stops at the root. */
  static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
