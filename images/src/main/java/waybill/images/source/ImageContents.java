package waybill.images.source;

import java.util.List;

/**
 * What one image consists of.
 *
 * @param root digest of what the name leads to: an index, or the manifest itself
 * @param digest of the manifest, for this machine's platform
 * @param configDigest of the configuration
 * @param layers lowest first
 */
public record ImageContents(
    String root, String digest, String configDigest, ImageConfig config, List<ImageLayer> layers) {
  public ImageContents {
    layers = List.copyOf(layers);
  }
}
