package waybill.images.layer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.model.task.Layer;

/**
 * What this process has built, so that a hundred thousand tasks on the same layers look at the
 * files once. Bounded: the sources longest unused are forgotten. Safe for use by many threads:
 * those that want the same source wait for the first.
 */
final class LayerMemo {
  static final int MAX_SOURCES = 1000;
  static final int MAX_CHARACTERS = 8 << 20;

  /** The place of one source's layer; its monitor is held while the layer is built. */
  private static final class Slot {
    private Layer.@Nullable Stored layer;
  }

  private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  /**
   * The layer of a source, built when it is not known. A failure is not remembered.
   *
   * @param key of the source
   */
  Layer.Stored get(String key, Supplier<Layer.Stored> builder) {
    Slot slot = slot(key);
    synchronized (slot) {
      Layer.Stored layer = slot.layer;
      if (layer == null) {
        layer = builder.get();
        slot.layer = layer;
      }
      return layer;
    }
  }

  private synchronized Slot slot(String key) {
    Slot slot = slots.get(key);
    if (slot == null) {
      slot = new Slot();
      slots.put(key, slot);
      characters += key.length();
      forgetOldest();
    }
    return slot;
  }

  private void forgetOldest() {
    Iterator<Map.Entry<String, Slot>> oldest = slots.entrySet().iterator();
    while (slots.size() > 1 && (slots.size() > MAX_SOURCES || characters > MAX_CHARACTERS)) {
      characters -= oldest.next().getKey().length();
      oldest.remove();
    }
  }
}
