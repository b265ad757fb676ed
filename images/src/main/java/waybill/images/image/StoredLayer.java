package waybill.images.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import waybill.images.source.ImageLayer;
import waybill.images.unpack.ArchiveSource;

/**
 * A layer that came from a registry and lies among the blobs. It was verified when it came; reading
 * it is verified by the digest of what it decompresses to.
 */
record StoredLayer(String name, Path file, ImageLayer layer) implements ArchiveSource {

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public Optional<String> digest() {
    return Optional.empty();
  }

  @Override
  public Optional<String> diffId() {
    return Optional.of(layer.diffId());
  }
}
