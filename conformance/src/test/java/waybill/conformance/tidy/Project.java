package waybill.conformance.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this project, read once. */
final class Project {

  /** The folder that holds {@code wb}; tests are started from it or from a module below it. */
  static final Path ROOT = root();

  private static final Set<String> MADE_BY_BUILDS =
      Set.of("target", ".waybill", ".git", ".idea", ".vscode");

  /**
   * Every text file, relative to {@link #ROOT}, in order. Links are left out: what they name is
   * there itself.
   */
  static final List<TextFile> FILES = files();

  /** The Java ones of {@link #FILES}, parsed. */
  static final List<JavaSource> JAVA =
      FILES.stream().filter(f -> f.hasEnding(".java")).map(JavaSource::parse).toList();

  private Project() {}

  /** A file as text. */
  record TextFile(Path path, String text) {

    boolean hasEnding(String ending) {
      return path.toString().endsWith(ending);
    }

    List<String> lines() {
      return text.lines().toList();
    }

    /** The folder of the Maven module the file is in; empty for the files around the modules. */
    String module() {
      for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
        if (Files.exists(ROOT.resolve(folder).resolve("pom.xml"))) {
          return folder.toString();
        }
      }
      return "";
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("wb"))) {
      folder = folder.resolve("..").normalize();
      if (folder.getNameCount() == 0) {
        throw new IllegalStateException(
            "no `wb` in any folder above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  private static List<TextFile> files() {
    List<TextFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              boolean made = MADE_BY_BUILDS.contains(String.valueOf(folder.getFileName()));
              return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              // A .git that is a file belongs to a worktree.
              if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                if (text.indexOf('\0') < 0) {
                  files.add(new TextFile(ROOT.relativize(file), text));
                }
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort((a, b) -> a.path().compareTo(b.path()));
    return List.copyOf(files);
  }
}
