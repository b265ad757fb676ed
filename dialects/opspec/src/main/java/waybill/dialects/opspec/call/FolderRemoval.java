package waybill.dialects.opspec.call;

import java.nio.file.Path;

/** Removes a folder with all that is in it, whoever owns it. For any number of threads. */
@FunctionalInterface
public interface FolderRemoval {

  /**
   * Removes it; what is not there need not be removed.
   *
   * @throws waybill.model.failure.FailureException when something of it stays
   */
  void remove(Path folder);
}
