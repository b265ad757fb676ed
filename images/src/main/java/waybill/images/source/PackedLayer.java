package waybill.images.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import waybill.images.unpack.ArchiveSource;

/** A layer that lies in a folder or archive with its image. */
record PackedLayer(String image, PackedFiles files, ImageLayer layer) implements ArchiveSource {

  @Override
  public String name() {
    return "layer " + layer.place() + " of " + image;
  }

  @Override
  public InputStream open() throws IOException {
    return files.open(layer.place());
  }

  @Override
  public Optional<String> digest() {
    return layer.blob().isEmpty() ? Optional.empty() : Optional.of(layer.blob());
  }

  @Override
  public Optional<String> diffId() {
    return Optional.of(layer.diffId());
  }
}
