package waybill.model.task;

import java.util.List;

/**
 * The root file system of a task.
 *
 * @param layers stacked in this order, later ones over earlier ones; at least one
 * @param access whether the program may write to it
 * @param missing what becomes of mount points and of a working directory that no layer has
 */
public record Root(List<Layer> layers, Access access, Missing missing) {

  /** Whether a root takes writes, and where they go. */
  public enum Access {
    /** Writes fail with "Read-only file system". */
    READ_ONLY,
    /** Writes go to memory and are gone when the task ends. */
    WRITABLE_IN_MEMORY,
    /**
     * Writes go to a file of the host, as far as {@link Limits#diskBytes} says, and are gone when
     * the task ends. A machine that cannot have such files refuses the task.
     */
    WRITABLE_ON_DISK
  }

  /** What becomes of a path that the task needs and its layers lack. */
  public enum Missing {
    /** The task does not start. */
    REFUSED,
    /**
     * It is made: mount points and all parents for id 0, the working directory for whom the program
     * runs as. Links are followed inside the root, also the last one. Only in a root that is
     * writable; below a bind it is made in the bound folder.
     */
    MADE
  }

  /** One whose layers have all that the task needs. */
  public Root(List<Layer> layers, Access access) {
    this(layers, access, Missing.REFUSED);
  }

  public Root {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a root needs at least one layer");
    }
    if (missing == Missing.MADE && access == Access.READ_ONLY) {
      throw new IllegalArgumentException("nothing can be made in a root that is read-only");
    }
  }
}
