package waybill.images.image;

import waybill.model.task.Layer;

/** Knows which layers are unpacked. For any number of threads. */
public interface LayerShelf {

  /** Whether a layer is here, whole and usable. Has to be quick: every start of a task asks. */
  boolean contains(Layer.Stored layer);
}
