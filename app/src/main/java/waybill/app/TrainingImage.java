package waybill.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A layout of the Open Container Initiative with one image, whose one layer is empty. */
final class TrainingImage {
  /** Two blocks of zeros: an archive without entries. */
  private static final byte[] EMPTY_ARCHIVE = new byte[1024];

  /**
   * The same as a frame of zstd, RFC 8878, with one block that says 1024 times zero: loading what
   * decompresses it costs more without the cache than decompressing many a layer.
   */
  private static final byte[] COMPRESSED =
      HexFormat.of().parseHex("28b52ffd" + "600003" + "032000" + "00");

  private final Path blobs;

  private TrainingImage(Path blobs) {
    this.blobs = blobs;
  }

  static void write(Path layout) throws IOException {
    var image = new TrainingImage(Files.createDirectories(layout.resolve("blobs/sha256")));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    String archive = image.put(EMPTY_ARCHIVE);
    String layer = image.put(COMPRESSED);
    String config =
        image.put(
            text(
                """
                {"architecture":"%s","os":"linux","config":{"Env":["A=b"],"WorkingDir":"/"},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}
                """
                    .formatted(architecture(), archive)));
    byte[] manifest =
        text(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s",
             "size":%d},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd","digest":"%s",
             "size":%d}]}
            """
                .formatted(config, image.size(config), layer, COMPRESSED.length));
    Files.writeString(
        layout.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[
         {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d}]}
        """
            .formatted(image.put(manifest), manifest.length));
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long size(String digest) throws IOException {
    return Files.size(blobs.resolve(digest.substring("sha256:".length())));
  }

  private String put(byte[] bytes) throws IOException {
    try {
      String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      Files.write(blobs.resolve(hex), bytes);
      return "sha256:" + hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
