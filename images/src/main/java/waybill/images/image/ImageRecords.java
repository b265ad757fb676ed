package waybill.images.image;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.files.DurableFile;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;

/**
 * Which images are here, in small text files:
 *
 * <pre>
 *   CACHE/images/
 *     names/3f2a…          what a name meant when it was last asked for: name, digest, stamp
 *     records/ab12…-OS-ARCHITECTURE     an {@link ImageRecord}, by the digest that names lead to
 * </pre>
 *
 * <p>Files appear whole or not at all; one that is damaged counts as missing. What a name meant is
 * a note and nothing more: layers and blobs are looked for whenever an image is asked for. The time
 * of a file is that of its last use, give or take an hour. Reading speaks {@code java.io}, because
 * the first channel of {@code java.nio} costs a fresh JVM 2 to 5 ms.
 */
final class ImageRecords {
  private static final String HEADING = "waybill name 1";
  private static final int MAX_BYTES = 8 << 20;
  private static final long MARKED_EVERY_MILLIS = 3_600_000;
  private static final int SCHEME = "sha256:".length();

  private final Path names;
  private final Path records;
  private final String suffix;

  ImageRecords(Path cacheFolder, Platform platform) {
    Path root = cacheFolder.toAbsolutePath().resolve("images");
    this.names = root.resolve("names");
    this.records = root.resolve("records");
    this.suffix =
        '-' + platform.os() + '-' + platform.architecture() + platform.variant().orElse("");
  }

  /**
   * What a name meant.
   *
   * @param key the whole name
   * @param root digest of the index or manifest
   * @param stamp state of the file that the image lies in; empty for registries
   */
  record Named(String key, String root, String stamp) {}

  /** What a name meant when it was last asked for. */
  Optional<Named> named(String key) {
    Path file = names.resolve(fileName(key));
    Optional<Named> named = readName(file);
    if (named.isEmpty() || !named.get().key().equals(key)) {
      return Optional.empty();
    }
    use(file);
    return named;
  }

  /** The image that a digest led to on this platform. */
  Optional<ImageRecord> record(String root) {
    Path file = records.resolve(root.substring(SCHEME) + suffix);
    Optional<ImageRecord> record = readRecord(file);
    if (record.isPresent()) {
      use(file);
    }
    return record;
  }

  /** Leaves a mark for whoever removes what was longest unused; at most once in a while. */
  private static void use(Path path) {
    File file = new File(path.toString());
    long now = System.currentTimeMillis();
    if (now - file.lastModified() > MARKED_EVERY_MILLIS) {
      // Where it cannot be marked, it is removed a little earlier and asked for again.
      boolean _ = file.setLastModified(now);
    }
  }

  void remember(Named named) throws IOException {
    make(names);
    String text = HEADING + '\n' + named.root() + '\n' + named.stamp() + '\n' + named.key();
    DurableFile.write(names.resolve(fileName(named.key())), bytes(text));
  }

  void remember(ImageRecord record) throws IOException {
    make(records);
    DurableFile.write(
        records.resolve(record.contents().root().substring(SCHEME) + suffix),
        bytes(record.toText()));
  }

  void forget(String key) throws IOException {
    Files.deleteIfExists(names.resolve(fileName(key)));
  }

  void forgetRecord(String root) throws IOException {
    Files.deleteIfExists(records.resolve(root.substring(SCHEME) + suffix));
  }

  /** All names; in no order. */
  List<Named> names() {
    List<Named> all = new ArrayList<>();
    for (File file : files(names)) {
      Optional<Named> named = readName(file.toPath());
      if (named.isPresent() && file.getName().equals(fileName(named.get().key()))) {
        all.add(named.get());
      }
    }
    return all;
  }

  /** All records for this platform; in no order. */
  List<ImageRecord> records() {
    List<ImageRecord> all = new ArrayList<>();
    for (File file : files(records)) {
      Optional<ImageRecord> record =
          file.getName().endsWith(suffix) ? readRecord(file.toPath()) : Optional.empty();
      if (record.isPresent()) {
        all.add(record.get());
      }
    }
    return all;
  }

  private static File[] files(Path folder) {
    File[] files = new File(folder.toString()).listFiles();
    return files == null ? new File[0] : files;
  }

  private static Optional<Named> readName(Path file) {
    Optional<String> text = read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] lines = text.get().split("\n", 4);
    if (lines.length < 4 || !lines[0].equals(HEADING) || !RegistryReference.isDigest(lines[1])) {
      return Optional.empty();
    }
    return Optional.of(new Named(lines[3], lines[1], lines[2]));
  }

  private static Optional<ImageRecord> readRecord(Path file) {
    Optional<String> text = read(file);
    return text.isEmpty() ? Optional.empty() : ImageRecord.fromText(text.get());
  }

  private static Optional<String> read(Path path) {
    File file = new File(path.toString());
    long length = file.length();
    if (length == 0 || length > MAX_BYTES) {
      return Optional.empty();
    }
    try (FileInputStream in = new FileInputStream(file)) {
      return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** FNV-1a with 64 bits; that two names share a file costs a question to the registry. */
  private static String fileName(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
