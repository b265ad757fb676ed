package waybill.images.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What lies on disk, as text to compare with. */
public final class Trees {
  private Trees() {}

  /** One line for each file below a folder, sorted: {@code bin/x 755 content}. */
  public static List<String> list(Path folder) {
    List<String> lines = new ArrayList<>();
    try {
      add(folder, folder, lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return lines;
  }

  private static void add(Path folder, Path in, List<String> lines) throws IOException {
    // Null for what this user may not list.
    File[] files = in.toFile().listFiles();
    if (files == null) {
      return;
    }
    Arrays.sort(files);
    for (File file : files) {
      lines.add(line(folder, file.toPath()));
      if (!Files.isSymbolicLink(file.toPath())) {
        add(folder, file.toPath(), lines);
      }
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
        : (name + " " + octal + " " + (Files.isReadable(file) ? Files.readString(file) : ""))
            .strip();
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
