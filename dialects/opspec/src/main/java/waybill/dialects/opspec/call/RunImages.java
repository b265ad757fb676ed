package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waybill.dialects.opspec.call.Container.ContainerImage;
import waybill.engine.event.Event.Remark;
import waybill.images.image.Image;
import waybill.images.image.PullRemarks;
import waybill.images.image.TagPins;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * The images of one run: each is looked for once, so that all containers of a run that name it get
 * the same. For any number of threads; those that want an image that is on its way wait for it.
 */
final class RunImages {
  private static final String[] SCHEMES = {
    "docker://", "oci:", "oci-archive:", "docker-archive:", "dir:"
  };

  private final EngineContainers host;
  private final long run;
  private final Map<ContainerImage, Shelf> shelves = new ConcurrentHashMap<>();

  /** An image that is here, and whom its programs run as. */
  record Found(Image image, ImageUser user) {}

  /** Room for one image. */
  private static final class Shelf {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Found found;
  }

  RunImages(EngineContainers host, long run) {
    this.host = host;
    this.run = run;
  }

  /**
   * An image, which is here then. A layout is looked at again each time: a call may have written
   * it.
   *
   * @param path of the call that wants it, which is told how far it is
   */
  Found find(String path, ContainerImage wanted) throws InterruptedException {
    if (wanted instanceof ContainerImage.Layout) {
      return look(path, wanted);
    }
    Shelf shelf = shelves.computeIfAbsent(wanted, image -> new Shelf());
    Found known = shelf.found;
    if (known != null) {
      return known;
    }
    shelf.lock.lockInterruptibly();
    try {
      Found meanwhile = shelf.found;
      Found found = meanwhile != null ? meanwhile : look(path, wanted);
      shelf.found = found;
      return found;
    } finally {
      shelf.lock.unlock();
    }
  }

  private Found look(String path, ContainerImage wanted) throws InterruptedException {
    var news = new PullRemarks(text -> host.journal().record(run, path, new Remark(text)));
    Image image =
        switch (wanted) {
          case ContainerImage.Layout(Path folder) ->
              host.images()
                  .find(
                      new ImageName.OciFolder(folder.toString(), Optional.empty()),
                      host.ids(),
                      folder,
                      TagPins.NONE,
                      news);
          case ContainerImage.Named(String reference, var architecture, Path directory) -> {
            architecture.ifPresent(wish -> check(wish, reference));
            yield host.images().find(name(reference), host.ids(), directory, TagPins.NONE, news);
          }
        };
    return new Found(image, host.users().find(image.layers(), image.user()));
  }

  /** An image for another machine could be had, but nothing in it would run here. */
  private void check(String wish, String reference) {
    String architecture =
        switch (wish.toLowerCase(Locale.ROOT)) {
          case "x86_64", "x86-64" -> "amd64";
          case "aarch64", "arm64/v8" -> "arm64";
          default -> wish; // in Go's words already, or nothing we know
        };
    Platform here = host.images().platform();
    if (!here.runs(new Platform(here.os(), architecture, here.variant()))) {
      throw Failure.of(
              FailureCode.SPEC_INVALID,
              "image `"
                  + reference
                  + "` is wanted for the architecture `"
                  + wish
                  + "`, and this machine runs "
                  + here
                  + " only")
          .withHelp("leave `platform` out, or run it on such a machine")
          .asException();
    }
  }

  /** By the rules of the older program names may have capitals; tags keep theirs. */
  static ImageName name(String reference) {
    if (reference.equals("host:")) {
      return new ImageName.HostPrograms();
    }
    for (String scheme : SCHEMES) {
      if (reference.startsWith(scheme)) {
        return ImageName.parse(reference);
      }
    }
    int at = reference.indexOf('@');
    int end = at < 0 ? reference.length() : at;
    int colon = reference.lastIndexOf(':', end - 1);
    if (colon > reference.lastIndexOf('/', end - 1)) {
      end = colon;
    }
    String lower = reference.substring(0, end).toLowerCase(Locale.ROOT) + reference.substring(end);
    RegistryReference parsed = RegistryReference.parse(lower);
    parsed.check();
    return new ImageName.Registry(parsed);
  }
}
