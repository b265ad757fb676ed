package waybill.dialects.maelstrom.resolved;

import java.util.List;
import java.util.Optional;
import waybill.model.task.Layer;

/**
 * What a job can use of an image.
 *
 * @param layers in the order in which they are stacked
 * @param environment {@code NAME=value}, as the image's author wrote it; none where it has none
 * @param workingDirectory as the image's author wrote it, not empty
 */
public record JobImage(
    List<Layer> layers, List<String> environment, Optional<String> workingDirectory) {

  public JobImage {
    layers = List.copyOf(layers);
    environment = List.copyOf(environment);
  }
}
