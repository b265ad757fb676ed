package waybill.images.image;

import waybill.model.task.Layer;

/**
 * Knows which layers are unpacked, and keeps what is about to be used from being removed. For any
 * number of threads.
 */
public interface LayerShelf {

  /** Whether a layer is here, whole and usable. Has to be quick: every start of a task asks. */
  boolean contains(Layer.Stored layer);

  /**
   * Keeps a downloaded archive from being removed as long as this process lives. Called before
   * anybody looks whether it is there.
   */
  default void keepBlob(String digest) {}
}
