package waybill.images.user;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Small text files of a root, as its layers lie over each other: what an upper layer marks as
 * removed is not there, and links lead where they would in a task, never out of the layers. For one
 * thread.
 */
final class StackedFiles {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_LINKS = 40;
  private static final int MAX_PARTS = 4096;
  private static final int TYPE = 0170000;
  private static final int DEVICE = 0020000;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;

  private final List<Path> layers;

  /** Layers, lowest first. */
  StackedFiles(List<Path> layers) {
    this.layers = layers.reversed();
  }

  /**
   * The lines of a file, cut at colons, without empty ones; none if there is no such file.
   *
   * @param path absolute
   * @throws FailureException {@code IMAGE_UNUSABLE} if it cannot be read or is no text file of at
   *     most 4 MiB
   */
  List<String[]> lines(String path) {
    var lines = new ArrayList<String[]>();
    for (String line : text(path).split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.strip().split(":", -1));
      }
    }
    return lines;
  }

  private String text(String path) {
    try {
      Optional<Path> file = find(path, FILE);
      return file.isPresent() ? read(path, file.get()) : "";
    } catch (IOException e) {
      throw unusable(path, "cannot be read: " + OsReason.of(e));
    }
  }

  /**
   * Whether there is a folder of that path.
   *
   * @throws FailureException {@code IMAGE_UNUSABLE} if something else is there, or it cannot be
   *     looked at
   */
  boolean hasFolder(String path) {
    try {
      return find(path, FOLDER).isPresent();
    } catch (IOException e) {
      throw unusable(path, "cannot be read: " + OsReason.of(e));
    }
  }

  private static String read(String path, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unusable(path, "is larger than 4 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static FailureException unusable(String path, String why) {
    return Failure.of(FailureCode.IMAGE_UNUSABLE, "the image's " + path + " " + why).asException();
  }

  /** Where something of that type is on the disk. */
  private Optional<Path> find(String path, int wanted) throws IOException {
    Deque<String> rest = new ArrayDeque<>(parts(path));
    var folder = new ArrayDeque<String>();
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        folder.pollLast();
        continue;
      }
      folder.addLast(name);
      Optional<Path> found = look(folder);
      if (found.isEmpty()) {
        return found;
      }
      int type = type(found.get());
      if (type == LINK) {
        String target = Files.readSymbolicLink(found.get()).toString();
        if (++links > MAX_LINKS || rest.size() > MAX_PARTS) {
          throw unusable(path, "leads through too many links");
        }
        if (target.startsWith("/")) {
          folder.clear();
        } else {
          folder.removeLast();
        }
        parts(target).reversed().forEach(rest::addFirst);
      } else if (type == wanted && rest.isEmpty()) {
        return found;
      } else if (type != FOLDER || rest.isEmpty()) {
        throw wrongType(path, wanted);
      }
    }
    if (wanted == FOLDER) { // the root, or one that ends with `..`
      return Optional.of(layers.getFirst());
    }
    throw wrongType(path, wanted);
  }

  private static FailureException wrongType(String path, int wanted) {
    return unusable(path, wanted == FILE ? "is no file" : "is no folder");
  }

  private static List<String> parts(String path) {
    var parts = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** A path without links above its last part, in the uppermost layer that has it. */
  private Optional<Path> look(Deque<String> names) throws IOException {
    for (Path layer : layers) {
      Path at = layer;
      boolean hidesLower = false;
      int left = names.size();
      for (String name : names) {
        at = at.resolve(name);
        left--;
        int type = type(at);
        if (type == 0) {
          break;
        }
        if (type == DEVICE) { // the mark of what was removed
          return Optional.empty();
        }
        if (left == 0) {
          return Optional.of(at);
        }
        if (type != FOLDER) {
          return Optional.empty();
        }
        hidesLower |= isOpaque(at);
      }
      if (hidesLower) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** 0: not there. */
  private static int type(Path path) throws IOException {
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return found.get("mode") instanceof Integer mode ? mode & TYPE : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static boolean isOpaque(Path folder) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            folder, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view != null && view.list().contains("overlay.opaque");
  }
}
