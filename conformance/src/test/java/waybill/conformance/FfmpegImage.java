package waybill.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waybill.testing.Needs;

/**
 * An image of this machine's {@code ffmpeg}: the program, the libraries that it is linked with, and
 * nothing else. They are a quarter of a gigabyte, so nothing is compressed or copied twice.
 */
final class FfmpegImage {
  /** A library, or the loader, as {@code ldd} names them. */
  private static final Pattern LIBRARY =
      Pattern.compile("(?:=> |^\\t)(/\\S+) \\(", Pattern.MULTILINE);

  private static final String MEDIA = "application/vnd.oci.image.";

  private final Path blobs;

  private FfmpegImage(Path blobs) {
    this.blobs = blobs;
  }

  /** Makes it; returns it as {@code skopeo} names images. */
  static String make(Path folder) throws IOException, InterruptedException {
    Path layout = Files.createDirectory(folder.resolve("ffmpeg"));
    var image = new FfmpegImage(Files.createDirectories(layout.resolve("blobs/sha256")));
    Blob layer = image.keep(archive(folder));
    Blob config =
        image.keep(
            """
            {"architecture": "%s", "os": "linux",
             "config": {"Entrypoint": ["ffmpeg"], "Env": ["PATH=/usr/bin:/bin"]},
             "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
            """
                .formatted(
                    System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
                    layer.digest()));
    Blob manifest =
        image.keep(
            """
            {"schemaVersion": 2, "mediaType": "%s", "config": %s, "layers": [%s]}
            """
                .formatted(
                    MEDIA + "manifest.v1+json",
                    config.described("config.v1+json"),
                    layer.described("layer.v1.tar")));
    Files.writeString(
        layout.resolve("index.json"),
        "{\"schemaVersion\": 2, \"manifests\": [%s]}"
            .formatted(manifest.described("manifest.v1+json")));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    return "oci:" + layout;
  }

  /** The folders that are links on this machine, then the files where they really are. */
  private static Path archive(Path folder) throws IOException, InterruptedException {
    Path program = Needs.program("ffmpeg");
    Path tree = Files.createDirectory(folder.resolve("ffmpeg-links"));
    Files.createDirectory(tree.resolve("tmp"));
    for (String name : List.of("bin", "lib", "lib64")) {
      Path link = Path.of("/" + name);
      if (Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(tree.resolve(name), Files.readSymbolicLink(link));
      }
    }
    Path archive = folder.resolve("ffmpeg.tar");
    Workshop.call(
        "tar", "-cf", archive.toString(), "--owner=0", "--group=0", "-C", tree.toString(), ".");
    List<String> words = new ArrayList<>();
    words.addAll(List.of("tar", "-rhf", archive.toString(), "--owner=0", "--group=0", "-C", "/"));
    for (Path file : files(program)) {
      Path real = file.resolveSibling("").toRealPath().resolve(file.getFileName());
      words.add(Path.of("/").relativize(real).toString());
    }
    Workshop.call(words.toArray(String[]::new));
    return archive;
  }

  private static List<Path> files(Path program) throws IOException, InterruptedException {
    Process ldd = new ProcessBuilder(Needs.program("ldd").toString(), program.toString()).start();
    String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ldd.waitFor() != 0) {
      throw new IOException("ldd does not know what " + program + " is linked with");
    }
    List<Path> files = new ArrayList<>(List.of(program));
    Matcher library = LIBRARY.matcher(said);
    while (library.find()) {
      files.add(Path.of(library.group(1)));
    }
    return files;
  }

  /** One of the layout. */
  private record Blob(String digest, long size) {
    String described(String type) {
      return "{\"mediaType\": \"%s\", \"digest\": \"sha256:%s\", \"size\": %d}"
          .formatted(MEDIA + type, digest, size);
    }
  }

  private Blob keep(String document) throws IOException {
    return keep(Files.writeString(blobs.resolveSibling("document"), document));
  }

  private Blob keep(Path file) throws IOException {
    String digest = digest(file);
    Path blob = Files.move(file, blobs.resolve(digest));
    return new Blob(digest, Files.size(blob));
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      byte[] buffer = new byte[1 << 18];
      while (digest.read(buffer) >= 0) {
        // all of it is read for its digest
      }
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
