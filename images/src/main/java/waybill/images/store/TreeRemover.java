package waybill.images.store;

import java.nio.file.Path;
import waybill.model.task.Ids;

/**
 * Deletes trees of layers, which may belong to users whose files only some programs may delete. All
 * failures are {@link waybill.model.failure.FailureException}.
 */
public interface TreeRemover {

  /** Deletes a tree or what there is of it; that nothing is there is no failure. */
  void remove(Path tree, Ids ids);
}
