package waybill.images.unpack;

import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** Makes layers out of archives. Safe for many threads, and for many processes on one store. */
public interface LayerInstaller {

  /**
   * Makes sure that the layer of an archive is in the store; opens the archive only if it is not.
   * An interrupt ends it, and stays set.
   *
   * @throws waybill.model.failure.FailureException when the archive is damaged, hostile or not the
   *     expected one, or the store cannot be written
   */
  Layer.Stored install(ArchiveSource source, Ids ids);
}
