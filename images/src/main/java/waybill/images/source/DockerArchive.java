package waybill.images.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.RegistryReference;
import waybill.images.unpack.ArchiveSource;

/**
 * What {@code docker save} writes: a tar archive with a {@code manifest.json} that names the
 * configuration and the layers by their files. It has no digests of its own, so an image is known
 * by that of its configuration, as Docker does it.
 */
public final class DockerArchive implements ImageSource {
  private static final String MANIFEST = "manifest.json";
  private static final int MAX_NAMES_TOLD = 10;

  private final String image;
  private final Optional<String> reference;
  private final PackedFiles files;

  private DockerArchive(String image, Optional<String> reference, PackedFiles files) {
    this.image = image;
    this.reference = reference;
    this.files = files;
  }

  /**
   * An archive.
   *
   * @param image the image's whole name, for messages
   * @param reference which image, where there are many
   */
  public static DockerArchive open(String image, Path archive, Optional<String> reference) {
    try {
      return new DockerArchive(image, reference, TarFiles.open(archive));
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed("archive", image, malformed);
    } catch (IOException unreadable) {
      throw SourceFailures.unreadable(image, unreadable);
    }
  }

  @Override
  public ImageContents contents() {
    try {
      if (files.size(MANIFEST).isEmpty()) {
        throw SourceFailures.missing(
            image, "no " + MANIFEST + " is in it, so `docker save` did not write it");
      }
      return contents(named(JsonNode.read(files.read(MANIFEST, JsonNode.MAX_BYTES))));
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed(MANIFEST, image, malformed);
    } catch (IOException unreadable) {
      throw SourceFailures.unreadable(image, unreadable);
    }
  }

  private ImageContents contents(JsonNode entry) throws IOException, MalformedException {
    String configName = entry.required("Config").text();
    if (files.size(configName).isEmpty()) {
      throw new MalformedException(
          "names the configuration `" + configName + "`, which is not there");
    }
    byte[] bytes = files.read(configName, JsonNode.MAX_BYTES);
    List<String> names = entry.texts("Layers");
    if (names.size() > Manifest.MAX_LAYERS) {
      throw new MalformedException("has more than " + Manifest.MAX_LAYERS + " layers");
    }
    ImageConfig config;
    try {
      config = ImageConfig.read(bytes, names.size());
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed("configuration", image, malformed);
    }
    List<ImageLayer> layers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<Long> size = files.size(names.get(i));
      if (size.isEmpty()) {
        throw new MalformedException("names the layer `" + names.get(i) + "`, which is not there");
      }
      layers.add(new ImageLayer(config.diffIds().get(i), "", size.get(), names.get(i)));
    }
    String digest = Sha256.of(bytes);
    return new ImageContents(digest, digest, digest, config, layers);
  }

  /** The entry that has the name; without one the only entry. */
  private JsonNode named(JsonNode root) throws MalformedException {
    List<JsonNode> entries = root.elements();
    if (entries.isEmpty()) {
      throw SourceFailures.missing(image, "the archive is empty");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : entries) {
      for (String name : entry.texts("RepoTags")) {
        if (reference.isPresent() && isSame(name, reference.get())) {
          return entry;
        }
        if (names.size() < MAX_NAMES_TOLD) {
          names.add(name);
        }
      }
    }
    if (reference.isPresent()) {
      throw SourceFailures.missing(image, "the archive has " + told(names));
    }
    if (entries.size() > 1) {
      throw SourceFailures.missing(image, "say which one after a colon: " + told(names));
    }
    return entries.getFirst();
  }

  private static String told(List<String> names) {
    return names.isEmpty() ? "none with a name" : String.join(", ", names);
  }

  /** Whether two names are the same once their defaults are written out. */
  private static boolean isSame(String name, String wanted) {
    if (name.equals(wanted)) {
      return true;
    }
    try {
      return RegistryReference.parse(name)
          .canonical()
          .equals(RegistryReference.parse(wanted).canonical());
    } catch (waybill.model.failure.FailureException noReference) {
      return false;
    }
  }

  @Override
  public ArchiveSource layer(ImageLayer layer, ByteListener listener) {
    return new PackedLayer(image, files, layer);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException nothingLost) {
      // It was only read.
      return;
    }
  }
}
