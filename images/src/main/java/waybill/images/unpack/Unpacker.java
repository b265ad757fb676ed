package waybill.images.unpack;

import java.nio.file.Path;
import waybill.model.task.Ids;

/** Writes layers to disk with everything that an archive says of their entries. */
public interface Unpacker {

  /**
   * Begins a layer.
   *
   * @param folder absolute; it does not exist yet, its parent does
   * @throws waybill.model.failure.FailureException when this machine does not let us, for example
   *     because an ordinary user has no subordinate ids for {@link Ids#RANGE}
   */
  Unpacking begin(Path folder, Ids ids);

  /** Removes a layer, or what there is of it, whoever owns its files. */
  void remove(Path folder, Ids ids);
}
