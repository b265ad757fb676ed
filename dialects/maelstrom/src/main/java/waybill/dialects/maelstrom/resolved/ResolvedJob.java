package waybill.dialects.maelstrom.resolved;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waybill.images.layer.LayerSource;
import waybill.model.task.Layer;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;

/**
 * A job with every default filled in, every variable substituted and every path made absolute. What
 * is left to do is to make its layers.
 *
 * @param base what lies below the layers, if anything
 * @param layers in the order in which they are stacked; none only where there is a base
 */
record ResolvedJob(
    Optional<Layer> base,
    List<LayerSource> layers,
    Root.Access access,
    Program program,
    List<Mount> mounts,
    Network network,
    Optional<Duration> timeout) {

  ResolvedJob {
    layers = List.copyOf(layers);
    mounts = List.copyOf(mounts);
  }
}
