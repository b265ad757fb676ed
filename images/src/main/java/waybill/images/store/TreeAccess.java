package waybill.images.store;

import java.nio.file.Path;
import waybill.model.task.Ids;

/**
 * Looks through and deletes trees of layers, which may belong to users whose folders only some
 * programs may enter. All failures are {@link waybill.model.failure.FailureException}.
 */
public interface TreeAccess {

  /** Deletes a tree or what there is of it; that nothing is there is no failure. */
  void remove(Path tree, Ids ids);

  /** How much is in a tree; nothing in one that is not there. */
  TreeSize measure(Path tree, Ids ids);
}
