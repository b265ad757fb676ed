package waybill.dialects.tyger.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.image.Images;
import waybill.images.image.TagPins;
import waybill.images.reference.ImageName;
import waybill.images.user.ImageUsers;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * Images of this machine's store: by names of registries, or in files and folders by absolute paths
 * ({@code oci:/path} and the like), since a codespec has no folder of its own.
 *
 * @param images asked for when the first one is wanted
 * @param ids which users and groups tasks can have here
 */
public record StoredImages(Supplier<Images> images, ImageUsers users, Ids ids)
    implements RunImages {
  private static final Path ROOT = Path.of("/");

  @Override
  public Found find(String name, ImageProgress progress) throws InterruptedException {
    try {
      ImageName wanted = ImageName.parseWithoutFolder(name);
      requireFolder(wanted);
      Image image = images.get().find(wanted, ids, ROOT, TagPins.NONE, progress);
      return new Found(name, image, users.find(image.layers(), image.user()));
    } catch (FailureException cause) {
      throw worded(name, cause);
    }
  }

  @Override
  public boolean hasFolder(Found found, String path) {
    return users.hasFolder(found.image().layers(), path);
  }

  /** Found out here: whoever stacks layers can only say that something is missing. */
  private static void requireFolder(ImageName image) {
    if (image instanceof ImageName.Folder(String path) && !Files.isDirectory(Path.of(path))) {
      throw Failure.of(FailureCode.IMAGE_NOT_FOUND, path + " is not a folder").asException();
    }
  }

  private static FailureException worded(String name, FailureException cause) {
    Failure failure = cause.failure();
    String absent = failure.code() == FailureCode.IMAGE_NOT_FOUND ? name + ": not found: " : "";
    String text = "Failed to pull image '" + name + "': " + absent + failure.message();
    return new FailureException(new Failure(failure.code(), text, failure.help()), cause);
  }
}
