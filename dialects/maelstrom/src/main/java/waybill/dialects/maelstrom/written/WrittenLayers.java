package waybill.dialects.maelstrom.written;

import java.util.List;

/** Whose layers a job has. */
public sealed interface WrittenLayers {

  /** What was written, in the order in which it is stacked. */
  List<WrittenLayer> layers();

  /** Its own: the field {@code layers}; at least one in version 0.10. */
  record Own(List<WrittenLayer> layers) implements WrittenLayers {
    public Own {
      layers = List.copyOf(layers);
    }
  }

  /** Those of its image, and over them the field {@code added_layers}, if any. */
  record OfImage(List<WrittenLayer> layers) implements WrittenLayers {
    public OfImage {
      layers = List.copyOf(layers);
    }
  }
}
