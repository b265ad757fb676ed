package waybill.images.image;

import java.util.List;
import waybill.images.source.ImageContents;

/**
 * All that is known of an image that is here.
 *
 * @param names all that lead to it
 * @param unpackedLayers how many of its layers are unpacked for single-id tasks, and for range ones
 */
public record ImageDetails(
    ImageSummary summary, List<String> names, ImageContents contents, Unpacked unpackedLayers) {
  public ImageDetails {
    names = List.copyOf(names);
  }

  /** How many layers are ready for which tasks. */
  public record Unpacked(int single, int range) {}
}
