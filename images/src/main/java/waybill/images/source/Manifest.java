package waybill.images.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;

/**
 * A manifest of the Open Container Initiative or of Docker (schema 2): of one image, or an index of
 * many.
 */
public sealed interface Manifest {

  /** What a registry may answer with. */
  String ACCEPTED =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  /** More than any file system can stack. */
  int MAX_LAYERS = 512;

  int MAX_ENTRIES = 10_000;

  /** One image. */
  record Single(Descriptor config, List<Descriptor> layers) implements Manifest {
    public Single {
      layers = List.copyOf(layers);
    }
  }

  /** Images for several platforms, or of several names. */
  record Index(List<Entry> entries) implements Manifest {
    public Index {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A line of an index.
   *
   * @param name as the annotation of layouts says it
   */
  record Entry(Descriptor descriptor, Optional<Platform> platform, Optional<String> name) {}

  /**
   * What the bytes say. Their kind is taken from what they hold, never from what they are called:
   * bytes that could be read as both kinds are refused.
   */
  static Manifest read(byte[] bytes) throws MalformedException {
    JsonNode root = JsonNode.read(bytes);
    boolean index = root.member("manifests").isPresent();
    boolean single = root.member("layers").isPresent() || root.member("config").isPresent();
    if (root.member("fsLayers").isPresent()) {
      throw new MalformedException(
          "has schema 1, which registries gave up in 2017; push the image again with a newer program");
    }
    if (index && single) {
      throw new MalformedException("is a manifest and an index at once");
    }
    if (index) {
      return index(root);
    }
    if (single) {
      return single(root);
    }
    throw new MalformedException("is neither the manifest of an image nor an index");
  }

  private static Manifest single(JsonNode root) throws MalformedException {
    List<Descriptor> layers = new ArrayList<>();
    for (JsonNode layer : root.elements("layers")) {
      layers.add(descriptor(layer));
    }
    if (layers.size() > MAX_LAYERS) {
      throw new MalformedException("has more than " + MAX_LAYERS + " layers");
    }
    return new Single(descriptor(root.required("config")), layers);
  }

  private static Manifest index(JsonNode root) throws MalformedException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : root.elements("manifests")) {
      if (entries.size() >= MAX_ENTRIES) {
        throw new MalformedException("has more than " + MAX_ENTRIES + " entries");
      }
      entries.add(entry(entry));
    }
    return new Index(entries);
  }

  private static Entry entry(JsonNode node) throws MalformedException {
    Optional<JsonNode> platform = node.member("platform");
    Optional<JsonNode> annotations = node.member("annotations");
    return new Entry(
        descriptor(node),
        platform.isEmpty() ? Optional.empty() : Optional.of(platform(platform.get())),
        annotations.isEmpty()
            ? Optional.empty()
            : annotations.get().text("org.opencontainers.image.ref.name"));
  }

  private static Platform platform(JsonNode node) throws MalformedException {
    return new Platform(
        node.text("os").orElse(""), node.text("architecture").orElse(""), node.text("variant"));
  }

  /** A descriptor with a digest that we can check. */
  static Descriptor descriptor(JsonNode node) throws MalformedException {
    String digest = node.required("digest").text();
    if (!RegistryReference.isDigest(digest)) {
      throw new MalformedException(
          "has a `" + node.where() + "` whose digest is not `sha256:` and 64 hexadecimal digits");
    }
    return new Descriptor(node.text("mediaType").orElse(""), digest, node.required("size").count());
  }
}
