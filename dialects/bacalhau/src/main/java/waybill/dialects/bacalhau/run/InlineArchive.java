package waybill.dialects.bacalhau.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import waybill.images.archive.ArchiveException;
import waybill.images.archive.ArchiveLimits;
import waybill.images.archive.Decompression;
import waybill.images.archive.TarEntry;
import waybill.images.archive.TarReader;

/**
 * Unpacks an archive that stands in a job into a new folder, to which nobody else has access
 * meanwhile. Nothing is written through a link, and links may lead anywhere: they are followed
 * inside the task only.
 */
final class InlineArchive {
  /** A job is 10 MB at most, and what is packed well is seldom more than this. */
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(1L << 30, 1L << 30, 100_000, 1 << 20, 64);

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path folder;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private InlineArchive(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks it.
   *
   * @param content a tar archive, plain or compressed
   * @param folder empty, and the caller's alone
   * @param scratch where a file may lie for a moment
   * @throws IOException when it is damaged or holds what it may not, or cannot be written
   */
  static void unpack(byte[] content, Path folder, Path scratch) throws IOException {
    var archive = new InlineArchive(folder);
    try (InputStream plain = Decompression.of(new ByteArrayInputStream(content), scratch)) {
      var reader = new TarReader(plain, LIMITS);
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        archive.add(next.get(), reader);
      }
    }
  }

  private void add(TarEntry entry, TarReader reader) throws IOException {
    if (entry.path().length == 0) {
      return;
    }
    Path path = inside(entry.path(), entry);
    makeParents(path, entry);
    switch (entry.kind()) {
      case FOLDER -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(path);
        }
        Files.setPosixFilePermissions(path, permissions(entry.mode() | 0700));
      }
      case FILE -> {
        Files.deleteIfExists(path);
        copy(reader, path);
        Files.setPosixFilePermissions(path, permissions(entry.mode()));
      }
      case SYMBOLIC_LINK -> {
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, name(entry.target(), entry));
      }
      case HARD_LINK -> {
        Files.deleteIfExists(path);
        Path target = inside(entry.target(), entry);
        makeParents(target, entry);
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
          throw new ArchiveException("has a link to a file that is not in it", entry.offset());
        }
        Files.createLink(path, target);
      }
      case SPARSE_FILE, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, UNKNOWN ->
          throw new ArchiveException(
              "has an entry that is no file, folder or link: " + path.getFileName(),
              entry.offset());
    }
  }

  private void copy(TarReader reader, Path path) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = reader.read(buffer, 0, BUFFER_BYTES);
          count >= 0;
          count = reader.read(buffer, 0, BUFFER_BYTES)) {
        out.write(buffer, 0, count);
      }
    }
  }

  private Path inside(byte[] bytes, TarEntry entry) throws ArchiveException {
    Path path = folder.resolve(name(bytes, entry)).normalize();
    if (!path.startsWith(folder) || path.equals(folder)) {
      throw new ArchiveException("has an entry outside of it", entry.offset());
    }
    return path;
  }

  private static Path name(byte[] bytes, TarEntry entry) throws ArchiveException {
    try {
      return Path.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (InvalidPathException odd) {
      throw new ArchiveException("has a name that cannot be a file's", entry.offset());
    }
  }

  /** Each is a folder that was made here, and no link. */
  private void makeParents(Path path, TarEntry entry) throws IOException {
    Path at = folder;
    Path below = folder.relativize(path);
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      at = at.resolve(below.getName(i));
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(at);
      } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new ArchiveException("has an entry below what is no folder", entry.offset());
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] bits = PosixFilePermission.values();
    for (int i = 0; i < bits.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        all.add(bits[i]);
      }
    }
    return all;
  }
}
