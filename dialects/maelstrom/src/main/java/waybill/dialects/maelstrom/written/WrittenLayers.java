package waybill.dialects.maelstrom.written;

import java.util.List;

/** Whose layers a job has. */
public sealed interface WrittenLayers {

  /** Its own: the field {@code layers}, at least one. */
  record Own(List<WrittenLayer> layers) implements WrittenLayers {
    public Own {
      layers = List.copyOf(layers);
    }
  }

  /** Those of its image, and over them the field {@code added_layers}, if any. */
  record OfImage(List<WrittenLayer> added) implements WrittenLayers {
    public OfImage {
      added = List.copyOf(added);
    }
  }
}
