package waybill.images.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.Platform;

/**
 * The way from the document that a name leads to, over an index and at most one more index inside
 * it, to manifest and configuration.
 */
public final class OciDocuments {

  /** An index, and one index within it. */
  private static final int MAX_INDEXES = 2;

  /** Gets documents by digest and verifies them. */
  public interface Reader {
    /** The whole document, at most {@link JsonNode#MAX_BYTES}, of the right digest and size. */
    byte[] read(Descriptor descriptor) throws InterruptedException;

    /** The same for a configuration, which registries keep among the layers. */
    byte[] config(Descriptor descriptor) throws InterruptedException;
  }

  private final String image;
  private final Platform platform;
  private final Reader reader;

  /**
   * For one image.
   *
   * @param image its name, for messages
   */
  public OciDocuments(String image, Platform platform, Reader reader) {
    this.image = image;
    this.platform = platform;
    this.reader = reader;
  }

  /**
   * What the image consists of.
   *
   * @param root digest of what the name leads to
   * @param bytes of that, verified
   */
  public ImageContents contents(String root, byte[] bytes) throws InterruptedException {
    String digest = root;
    byte[] document = bytes;
    for (int indexes = 0; ; indexes++) {
      switch (manifest(document)) {
        case Manifest.Single single -> {
          return contents(root, digest, single);
        }
        case Manifest.Index index -> {
          if (indexes == MAX_INDEXES) {
            throw SourceFailures.unusable(image, "its indexes lead to ever more indexes");
          }
          Descriptor chosen = choose(index);
          digest = chosen.digest();
          document = reader.read(chosen);
        }
      }
    }
  }

  private ImageContents contents(String root, String digest, Manifest.Single manifest)
      throws InterruptedException {
    ImageConfig config;
    try {
      config = ImageConfig.read(reader.config(manifest.config()), manifest.layers().size());
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed("configuration", image, malformed);
    }
    List<ImageLayer> layers = new ArrayList<>();
    for (int i = 0; i < manifest.layers().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      layers.add(
          new ImageLayer(config.diffIds().get(i), layer.digest(), layer.size(), layer.digest()));
    }
    return new ImageContents(root, digest, manifest.config().digest(), config, layers);
  }

  private Manifest manifest(byte[] document) {
    try {
      return Manifest.read(document);
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed("manifest", image, malformed);
    }
  }

  /** The entry for this platform; a single one is taken whatever it says. */
  private Descriptor choose(Manifest.Index index) {
    List<Manifest.Entry> entries = index.entries();
    if (entries.isEmpty()) {
      throw SourceFailures.unusable(image, "its index is empty");
    }
    if (entries.size() == 1) {
      return entries.getFirst().descriptor();
    }
    List<String> others = new ArrayList<>();
    for (Manifest.Entry entry : entries) {
      Optional<Platform> its = entry.platform();
      if (its.isPresent() && platform.runs(its.get())) {
        return entry.descriptor();
      }
      if (its.isPresent() && !its.get().os().equals("unknown") && others.size() < 20) {
        others.add(its.get().toString());
      }
    }
    throw SourceFailures.unusable(
        image,
        "it is not made for "
            + platform
            + (others.isEmpty() ? "" : ", but for " + String.join(", ", others)));
  }
}
