package waybill.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import waybill.sandbox.DigestProcess;

/** Archives of this machine's own files, and images of one layer around them. */
final class TestImages {
  private static final int FILES = 10_000;
  private static final long LARGEST = 1 << 20;
  private static final int BUFFER = 256 << 10;

  private final Path launcher;
  private final Path work;

  TestImages(Path launcher, Path work) {
    this.launcher = launcher;
    this.work = work;
  }

  /** An image in a folder, and where its only blob lies. */
  record Layout(Path folder, Path blob) {}

  /** A tar archive of about 10,000 files of {@code /usr}, none of them larger than 1 MiB. */
  Path usr() throws IOException, InterruptedException {
    Path names = Files.write(work.resolve("usr.names"), names(Path.of("/usr")));
    Path archive = work.resolve("usr.tar");
    run("tar", "-cf", archive.toString(), "-C", "/usr", "--no-recursion", "-T", names.toString());
    return archive;
  }

  private static List<String> names(Path root) throws IOException {
    var names = new ArrayList<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.size() <= LARGEST && Files.isReadable(file)) {
              names.add(root.relativize(file).toString());
            }
            return names.size() < FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  /** The archive compressed, by {@code gzip} or {@code zstd}, as an image with the tag t. */
  Layout compressed(Path archive, String program, String suffix)
      throws IOException, InterruptedException {
    run(program, "-q", "-k", "-f", archive.toString());
    return image(archive, Path.of(archive + suffix), "tar+" + program);
  }

  /** An image with one layer, whose archive is as it stands, as an image with the tag t. */
  Layout plain(Path archive) throws IOException {
    return image(archive, archive, "tar");
  }

  private Layout image(Path archive, Path stored, String type) throws IOException {
    Path folder = Files.createDirectories(work.resolve("image-" + stored.getFileName()));
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    String layer = digest(stored);
    Path blob = Files.copy(stored, blobs.resolve(layer));
    String config =
        "{\"architecture\":\"%s\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:%s\"]}}"
            .formatted(
                System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
                digest(archive));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                media("manifest.v1+json"),
                described("config.v1+json", put(blobs, config), config.length()),
                described("layer.v1." + type, layer, Files.size(stored)));
    String root = described("manifest.v1+json", put(blobs, manifest), manifest.length());
    String tagged =
        root.substring(0, root.length() - 1)
            + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"t\"}}";
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + tagged + "]}");
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return new Layout(folder, blob);
  }

  private static String media(String kind) {
    return "application/vnd.oci.image." + kind;
  }

  private static String described(String kind, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(media(kind), digest, size);
  }

  private String put(Path blobs, String document) throws IOException {
    Path file = work.resolve("document");
    Files.write(file, document.getBytes(StandardCharsets.US_ASCII));
    String digest = digest(file);
    Files.copy(file, blobs.resolve(digest));
    return digest;
  }

  private String digest(Path file) throws IOException {
    try (DigestProcess digest = DigestProcess.start(launcher);
        InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return digest.finish();
    }
  }

  /** Runs a command to its end. */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
    }
  }
}
