package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Streams;

/**
 * All that the launcher needs to make one sandbox and start one program in it.
 *
 * @param layers folders of the root, lowest first
 * @param range for a task with a range of ids; empty for one with a single id
 * @param streams where the standard streams go
 * @param steps carried out in this order; the last one is {@link Step.Execute}
 */
public record LaunchPlan(
    List<Path> layers, Optional<RangeRoot> range, Streams streams, List<Step> steps) {
  public LaunchPlan {
    layers = List.copyOf(layers);
    steps = List.copyOf(steps);
  }

  /**
   * Whose the files of the layers are when there are several ids.
   *
   * @param layers those whose files have owners of their own
   * @param user the owner of what is the caller's in all others
   * @param group likewise
   */
  public record RangeRoot(List<Path> layers, long user, long group) {
    public RangeRoot {
      layers = List.copyOf(layers);
    }
  }

  /** What plans have to agree in to share a prepared root. */
  List<?> rootKey() {
    if (range.isEmpty()) {
      return layers;
    }
    RangeRoot owners = range.get();
    return List.of(layers, owners.layers(), owners.user(), owners.group());
  }
}
