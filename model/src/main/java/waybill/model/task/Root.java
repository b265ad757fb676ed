package waybill.model.task;

import java.util.List;

/**
 * The root file system of a task.
 *
 * @param layers stacked in this order, later ones over earlier ones; at least one
 * @param access whether the program may write to it
 */
public record Root(List<Layer> layers, Access access) {

  /** Whether a root takes writes, and where they go. */
  public enum Access {
    /** Writes fail with "Read-only file system". */
    READ_ONLY,
    /** Writes go to memory and are gone when the task ends. */
    WRITABLE_IN_MEMORY
  }

  public Root {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a root needs at least one layer");
    }
  }
}
