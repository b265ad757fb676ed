package waybill.app;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.images.store.LayerStore;

/** Opens the store once, when somebody wants it. Safe for all threads. */
final class StoreOnDemand implements Supplier<LayerStore> {
  private final Path cache;
  private @Nullable LayerStore opened;

  StoreOnDemand(Path cache) {
    this.cache = cache;
  }

  Path cache() {
    return cache;
  }

  synchronized boolean isOpen() {
    return opened != null;
  }

  @Override
  public synchronized LayerStore get() {
    LayerStore store = opened;
    if (store == null) {
      store = LayerStore.open(cache);
      opened = store;
    }
    return store;
  }
}
