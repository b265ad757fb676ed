package waybill.dialects.maelstrom.resolved;

import waybill.images.layer.LayerSource;
import waybill.images.reference.ImageName;
import waybill.model.task.Layer;

/**
 * Where the layers of jobs come from: what is not there yet is built, unpacked or fetched. Safe for
 * all threads; whatever takes long ends when its thread is interrupted. All methods throw {@link
 * waybill.model.failure.FailureException} when what is wanted cannot be had.
 */
public interface Stock {

  /** A layer of files or archives of the project. */
  Layer.Stored build(LayerSource source);

  /**
   * An image of a registry, a layout or an archive.
   *
   * @param news told how it goes, when it is not here yet
   */
  JobImage image(ImageName name, Preparations news);
}
