package waybill.images.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file beside each layer: its time is when the layer was last used, to the hour; its text
 * what should be in it, as {@code ENTRIES BYTES}. Losing one costs nothing but knowledge: the layer
 * counts as used just now, and is measured when somebody wants to know.
 */
final class Marks {
  /** Finer would cost a write at each use, and decide nothing. */
  private static final long PRECISION_MILLIS = 60L * 60 * 1000;

  private static final int MAX_BYTES = 64;

  private final File folder;

  Marks(Path folder) {
    this.folder = new File(folder.toString());
  }

  /** Notes that a layer is used now. */
  void touch(String name) {
    File mark = file(name);
    long now = System.currentTimeMillis();
    long last = mark.lastModified();
    if (last == 0) {
      write(name, "");
    } else if (Math.abs(now - last) > PRECISION_MILLIS && !mark.setLastModified(now)) {
      // A store that cannot be written is not cleaned either.
      return;
    }
  }

  void note(String name, TreeSize size) {
    write(name, size.entries() + " " + size.bytes() + "\n");
  }

  /** The same, without counting as a use. */
  void note(String name, TreeSize size, long lastUsed) {
    note(name, size);
    if (lastUsed > 0 && !file(name).setLastModified(lastUsed)) {
      // Then it counts as used now.
      return;
    }
  }

  /** What was noted. */
  Optional<TreeSize> size(String name) {
    String text;
    try (FileInputStream in = new FileInputStream(file(name))) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
    } catch (IOException none) {
      return Optional.empty();
    }
    int blank = text.indexOf(' ');
    try {
      return blank < 0
          ? Optional.empty()
          : Optional.of(
              new TreeSize(
                  Long.parseLong(text.substring(0, blank)),
                  Long.parseLong(text.substring(blank + 1))));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }

  /** Milliseconds since 1970; 0 where it is not known. */
  long lastUsed(String name) {
    return file(name).lastModified();
  }

  void remove(String name) {
    if (!file(name).delete()) {
      // There was none, or it stays and is found again with its layer.
      return;
    }
  }

  private void write(String name, String text) {
    if (!folder.isDirectory() && !folder.mkdir() && !folder.isDirectory()) {
      return;
    }
    try (FileOutputStream out = new FileOutputStream(file(name))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException unwritable) {
      // See above.
      return;
    }
  }

  private File file(String name) {
    return new File(folder, name);
  }
}
