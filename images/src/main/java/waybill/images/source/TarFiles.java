package waybill.images.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Files in a tar archive, found by an index that is made once; contents are read where they lie.
 * Links lead to other files of the archive and nowhere else.
 */
final class TarFiles implements PackedFiles {
  private static final int MAX_LINKS = 8;

  private final FileChannel channel;
  private final Map<String, TarIndex.Entry> entries;

  private TarFiles(FileChannel channel, Map<String, TarIndex.Entry> entries) {
    this.channel = channel;
    this.entries = entries;
  }

  /** Reads through the headers of an archive. */
  static TarFiles open(Path archive) throws IOException, MalformedException {
    FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
    boolean done = false;
    try {
      Map<String, TarIndex.Entry> entries = TarIndex.read(channel);
      done = true;
      return new TarFiles(channel, entries);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  @Override
  public Optional<Long> size(String name) {
    Optional<TarIndex.Entry> entry = find(name);
    return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get().size());
  }

  @Override
  public InputStream open(String name) throws IOException {
    Optional<TarIndex.Entry> entry = find(name);
    if (entry.isEmpty()) {
      throw new NoSuchFileException(name);
    }
    return new SliceStream(channel, entry.get().offset(), entry.get().size());
  }

  private Optional<TarIndex.Entry> find(String name) {
    String at = TarIndex.normal(name);
    for (int links = 0; links <= MAX_LINKS; links++) {
      TarIndex.Entry entry = entries.get(at);
      if (entry == null) {
        return Optional.empty();
      }
      if (entry.link().isEmpty()) {
        return Optional.of(entry);
      }
      at = entry.link();
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
