package waybill.images.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What lies on disk, as text to compare with. */
public final class Trees {
  private Trees() {}

  /** One line for each file below a folder, sorted: {@code bin/x 755 content}. */
  public static List<String> list(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(f -> !f.equals(folder)).sorted().toList()) {
        lines.add(line(folder, file));
      }
      return lines;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(Path folder, Path file) throws IOException {
    String name = folder.relativize(file).toString();
    if (Files.isSymbolicLink(file)) {
      return name + " -> " + Files.readSymbolicLink(file);
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    String octal = Integer.toOctalString(mode);
    return Files.isDirectory(file)
        ? name + "/ " + octal
        : (name + " " + octal + " " + Files.readString(file)).strip();
  }

  /** All layers of a store, by digest. */
  public static List<String> layers(Path cache) {
    Path shelves = cache.resolve("layers/sha256");
    if (!Files.exists(shelves)) {
      return List.of();
    }
    try (Stream<Path> layers = Files.walk(shelves, 2)) {
      return layers
          .filter(f -> shelves.relativize(f).getNameCount() == 2)
          .map(f -> "sha256:" + f.getFileName())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether anything of an unfinished build is left. */
  public static boolean hasLeftovers(Path cache) {
    return Files.exists(cache.resolve("layers/tmp"));
  }
}
