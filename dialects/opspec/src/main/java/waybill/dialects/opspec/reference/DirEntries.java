package waybill.dialects.opspec.reference;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.files.OsReason;

/**
 * Entries of dirs. What is reached through a dir of a variable lies in it: programs in containers
 * write there, and must not make us read or write elsewhere, be it by {@code ..} or by a link.
 */
final class DirEntries {
  private DirEntries() {}

  /**
   * The entry of a variable's dir.
   *
   * @param path as written, {@code /a/b}
   * @throws InterpretationException if it leads out of the dir, or cannot be looked at
   */
  static Found of(Path dir, String path) {
    Path entry = confined(dir, path);
    try {
      Optional<Value> value = look(entry);
      checkInside(dir, value.isPresent() ? entry : nearestExisting(entry), path);
      if (value.isEmpty()) {
        return new Found.NoEntry(dir, entry, missing(path));
      }
      return new Found.Present(value.get());
    } catch (IOException e) {
      throw new InterpretationException("'" + path + "': " + OsReason.of(e));
    }
  }

  /**
   * What lies in or around an op's folder. Links there are those that the op's author made.
   *
   * @param relative to {@code folder}
   * @param path as written
   */
  static Found embedded(Path folder, String relative, String path) {
    try {
      return look(folder.resolve(relative).normalize())
          .<Found>map(Found.Present::new)
          .orElseGet(() -> new Found.NotEmbedded(missing(path)));
    } catch (InvalidPathException e) {
      throw noFileName(path, e);
    } catch (IOException e) {
      throw new InterpretationException("'" + path + "': " + OsReason.of(e));
    }
  }

  /**
   * Makes an entry that was not there, empty, with the folders it lies in.
   *
   * @throws InterpretationException if it cannot be made, or lies outside of the dir by a link
   */
  static Value create(Found.NoEntry missing, boolean folder) {
    Path entry = missing.entry();
    try {
      Path parent = Optional.ofNullable(entry.getParent()).orElse(missing.folder());
      checkInside(missing.folder(), nearestExisting(parent), entry.toString());
      Files.createDirectories(parent);
      if (folder) {
        Files.createDirectory(entry);
        return new DirValue(entry);
      }
      // Fails where a link is: it would be written through.
      Files.createFile(entry);
      return new FileValue(entry);
    } catch (FileAlreadyExistsException e) {
      // Another call of the run has made it since we looked, or a link leads nowhere.
      return madeMeanwhile(missing, e);
    } catch (IOException e) {
      throw new InterpretationException("'" + entry + "' could not be made: " + OsReason.of(e));
    }
  }

  private static Value madeMeanwhile(Found.NoEntry missing, IOException refusal) {
    try {
      Optional<Value> there = look(missing.entry());
      if (there.isPresent()) {
        checkInside(missing.folder(), missing.entry(), missing.entry().toString());
        return there.get();
      }
    } catch (IOException e) {
      refusal = e;
    }
    throw new InterpretationException(
        "'" + missing.entry() + "' could not be made: " + OsReason.of(refusal));
  }

  /** Whether a path lies in an op's folder, links followed. */
  static boolean isInside(Path opFolder, Path path) {
    try {
      return nearestExisting(path).toRealPath().startsWith(opFolder.toRealPath());
    } catch (IOException e) {
      // What cannot be looked at is treated with care: nothing is made there.
      return true;
    }
  }

  private static Path confined(Path dir, String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          throw new InterpretationException("'" + path + "' leads out of the dir");
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    try {
      return names.isEmpty() ? dir : dir.resolve(String.join("/", names));
    } catch (InvalidPathException e) {
      throw noFileName(path, e);
    }
  }

  private static void checkInside(Path dir, Path entry, String path) throws IOException {
    if (!entry.toRealPath().startsWith(dir.toRealPath())) {
      throw new InterpretationException("'" + path + "' leads out of the dir, by a symbolic link");
    }
  }

  private static Path nearestExisting(Path path) {
    Path at = path;
    while (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = at.getParent();
      if (parent == null) {
        return at;
      }
      at = parent;
    }
    return at;
  }

  private static Optional<Value> look(Path entry) throws IOException {
    try {
      var attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return Optional.of(new DirValue(entry));
      }
      // Whatever is neither is handed on without being opened.
      return Optional.of(
          attributes.isRegularFile() ? new FileValue(entry) : new SocketValue(entry));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  private static String missing(String path) {
    return "'" + path + "' doesn't exist";
  }

  private static InterpretationException noFileName(String path, InvalidPathException e) {
    return new InterpretationException(
        "'" + path + "' cannot be the name of a file here: " + e.getReason());
  }
}
