package waybill.dialects.tyger.run;

import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;

/** Where the images of runs come from. For any number of threads. */
public interface RunImages {

  /**
   * An image that is here.
   *
   * @param name as the codespec has it
   * @param user whom its programs run as
   */
  record Found(String name, Image image, ImageUser user) {}

  /**
   * Brings an image, unless it is here already.
   *
   * @throws waybill.model.failure.FailureException when there is none by that name, or it cannot be
   *     had; what is said is the reason of the run's end
   */
  Found find(String name, ImageProgress progress) throws InterruptedException;

  /** Whether an image has a folder of that absolute path. */
  boolean hasFolder(Found found, String path);
}
