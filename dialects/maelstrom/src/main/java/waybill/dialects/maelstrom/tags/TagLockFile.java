package waybill.dialects.maelstrom.tags;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waybill.files.DurableFile;
import waybill.files.FileLock;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * {@code maelstrom-container-tags.lock} in the project's folder: a tag means for ever what it meant
 * when the project first used it, until somebody deletes its line. A file that cannot be understood
 * counts as empty and is replaced. Safe for all threads, and for many processes in one project.
 */
public final class TagLockFile {
  /** As the older program calls it. */
  static final String NAME = "maelstrom-container-tags.lock";

  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final Path guards;
  private @Nullable TagTable known;

  /**
   * Nothing is read yet.
   *
   * @param project its folder
   * @param guards a folder that all processes of the user share, for locks that mean nothing by
   *     themselves
   */
  public TagLockFile(Path project, Path guards) {
    this.file = project.resolve(NAME);
    this.guards = guards;
  }

  /**
   * The digest that a tag means here, if it was ever looked up.
   *
   * @param name of the image as its author writes it, without tag: {@code alpine}, {@code
   *     registry.example/x}
   * @throws FailureException when the file is there and cannot be read
   */
  public synchronized Optional<String> pinned(String name, String tag) {
    TagTable table = known;
    if (table == null) {
      table = read();
      known = table;
    }
    return table.digest(name, tag);
  }

  /**
   * Remembers what a tag means. Where another process was faster, what it found stays.
   *
   * @throws FailureException when it cannot be written
   */
  public synchronized void pin(String name, String tag, String digest) {
    try (FileLock _ = FileLock.exclusive(guard())) {
      TagTable table = read(); // others may have written since
      if (table.digest(name, tag).isEmpty()) {
        table.put(name, tag, digest);
        write(table);
      }
      known = table;
    } catch (IOException e) {
      throw failure("written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(FailureCode.INTERNAL, "waiting to write " + file + " was interrupted")
          .asException();
    }
  }

  private void write(TagTable table) throws IOException {
    Set<PosixFilePermission> mode =
        Files.exists(file)
            ? Files.getPosixFilePermissions(file)
            : PosixFilePermissions.fromString("rw-r--r--");
    DurableFile.write(file, table.text().getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, mode); // it belongs to the project, not to us alone
  }

  private TagTable read() {
    try {
      if (!Files.exists(file) || Files.size(file) > MAX_BYTES) {
        return new TagTable();
      }
      return TagTable.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  /** Elsewhere, because the project should not fill with files that mean nothing to it. */
  private Path guard() throws IOException {
    String project = file.resolveSibling(".").toRealPath().toString();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(project.getBytes(StandardCharsets.UTF_8));
      return guards.resolve("tags-" + HexFormat.of().formatHex(digest, 0, 16) + ".lock");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private FailureException failure(String what, IOException e) {
    return new FailureException(
        Failure.of(
                FailureCode.STORE_UNREADABLE, file + " cannot be " + what + ": " + OsReason.of(e))
            .withHelp(
                "it remembers what the tags of images mean; name images by digest to go without"),
        e);
  }
}
