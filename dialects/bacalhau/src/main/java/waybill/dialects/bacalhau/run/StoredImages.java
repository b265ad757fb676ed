package waybill.dialects.bacalhau.run;

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
 * ({@code oci:/path} and the like), since a job has no folder of its own.
 *
 * @param images asked for when the first one is wanted
 * @param ids which users and groups tasks can have here
 */
public record StoredImages(Supplier<Images> images, ImageUsers users, Ids ids)
    implements TaskImages {
  private static final Path ROOT = Path.of("/");

  @Override
  public Found find(String name, ImageProgress progress) throws InterruptedException {
    ImageName parsed = parse(name);
    try {
      Image image = images.get().find(parsed, ids, ROOT, TagPins.NONE, progress);
      return new Found(name, image, users.find(image.layers(), image.user()));
    } catch (FailureException cause) {
      throw worded("image not available: \"" + name + "\"", cause);
    }
  }

  @Override
  public boolean hasFolder(Found found, String path) {
    return users.hasFolder(found.image().layers(), path);
  }

  private static ImageName parse(String name) {
    try {
      return ImageName.parseWithoutFolder(name);
    } catch (FailureException cause) {
      throw worded("invalid image format: \"" + name + "\"", cause);
    }
  }

  /** In the words that people know, with the root cause behind them. */
  private static FailureException worded(String words, FailureException cause) {
    Failure failure = cause.failure();
    FailureCode code = failure.code();
    Failure told = Failure.of(code, words + ": " + failure.message());
    return new FailureException(
        failure
            .help()
            .map(told::withHelp)
            .orElse(told.withHelp("check its name and tag, and your credentials for its registry")),
        cause);
  }
}
