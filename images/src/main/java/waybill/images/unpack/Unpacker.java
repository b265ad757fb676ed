package waybill.images.unpack;

import java.nio.file.Path;
import waybill.images.store.TreeAccess;
import waybill.model.task.Ids;

/**
 * Writes layers to disk with everything that an archive says of their entries, and has access to
 * what it has written.
 */
public interface Unpacker extends TreeAccess {

  /**
   * Begins a layer.
   *
   * @param folder absolute; it does not exist yet, its parent does
   * @throws waybill.model.failure.FailureException when this machine does not let us, for example
   *     because an ordinary user has no subordinate ids for {@link Ids#RANGE}
   */
  Unpacking begin(Path folder, Ids ids);
}
