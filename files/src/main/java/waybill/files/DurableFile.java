package waybill.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that are there whole or not at all, also after a crash of the process or the machine: they
 * are written under a temporary name beside their final one, synced, renamed, and the folder is
 * synced. A process that is killed in between leaves a file named {@code .NAME.tmpN} that nobody
 * reads; a later writer of the same name passes over it.
 */
public final class DurableFile {

  /** Only the owner reads and writes it. */
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** More leftovers of one name than kills could make; ends the search where all are taken. */
  private static final int MAX_LEFTOVERS = 10_000;

  private DurableFile() {}

  /** Writes what a file is to hold. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Temporary(Path path, FileChannel channel) {}

  /** Like {@link #write(Path, Content)}, for bytes at hand. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /**
   * Creates or replaces a file, mode 0600. Writers of the same name do not disturb each other: the
   * last one wins. An interrupt ends the write with an exception.
   *
   * @throws IOException if it could not be done; the file is then as it was, except when only the
   *     sync of the folder failed
   */
  public static void write(Path file, Content content) throws IOException {
    Temporary temporary = openBeside(file);
    try {
      try (FileChannel channel = temporary.channel()) {
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(temporary.path(), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failed) {
      try {
        Files.deleteIfExists(temporary.path());
      } catch (IOException second) {
        failed.addSuppressed(second);
      }
      throw failed;
    }
    syncFolder(file.resolveSibling("."));
  }

  /** Makes the names in a folder durable: what was created, renamed or deleted there. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Temporary openBeside(Path file) throws IOException {
    for (int number = 0; ; number++) {
      Path path = file.resolveSibling("." + file.getFileName() + ".tmp" + number);
      try {
        return new Temporary(path, FileChannel.open(path, NEW, PRIVATE));
      } catch (FileAlreadyExistsException taken) {
        if (number >= MAX_LEFTOVERS) {
          throw taken;
        }
      }
    }
  }
}
