package waybill.dialects.bacalhau.run;

import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;

/** Where the images of tasks come from. For any number of threads. */
public interface TaskImages {

  /**
   * An image that is here.
   *
   * @param name as the job has it
   * @param user whom its programs run as
   */
  record Found(String name, Image image, ImageUser user) {}

  /**
   * Brings an image, unless it is here already.
   *
   * @throws waybill.model.failure.FailureException when there is none by that name, or it cannot be
   *     had; what is said names the image
   */
  Found find(String name, ImageProgress progress) throws InterruptedException;

  /** Whether an image has a folder of that absolute path. */
  boolean hasFolder(Found found, String path);
}
