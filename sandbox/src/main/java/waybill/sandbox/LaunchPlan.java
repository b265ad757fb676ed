package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;
import waybill.model.task.Streams;

/**
 * All that the launcher needs to make one sandbox and start one program in it.
 *
 * @param layers folders of the root, lowest first
 * @param streams where the standard streams go
 * @param steps carried out in this order; the last one is {@link Step.Execute}
 */
public record LaunchPlan(List<Path> layers, Streams streams, List<Step> steps) {
  public LaunchPlan {
    layers = List.copyOf(layers);
    steps = List.copyOf(steps);
  }
}
