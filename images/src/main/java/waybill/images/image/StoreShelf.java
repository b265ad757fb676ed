package waybill.images.image;

import waybill.images.store.LayerStore;
import waybill.model.task.Layer;

/** The layer store as {@link Images} sees it. */
public record StoreShelf(LayerStore store) implements LayerShelf {

  @Override
  public boolean contains(Layer.Stored layer) {
    return store.contains(layer.digest(), layer.ids());
  }

  @Override
  public void keepBlob(String digest) {
    store.keepBlob(digest);
  }
}
