package waybill.dialects.maelstrom.resolved;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.reference.ImageName;
import waybill.images.store.LayerStore;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** Builds layers of files in earnest, and has the images and archives that it was given. */
public final class FakeStock implements Stock {
  private final LayerBuilder layers;
  private final Map<String, JobImage> images = new HashMap<>();
  private final Set<String> slow = new HashSet<>();
  private final List<String> wanted = new ArrayList<>();

  public FakeStock(Path cache, Path project) {
    this.layers = new LayerBuilder(LayerStore.open(cache), project);
  }

  /** A layer that only a test knows. */
  public static Layer.Stored layer(String name) {
    return new Layer.Stored("sha256:" + name, Ids.SINGLE);
  }

  /** Adds an image of one layer that has the image's name. */
  public synchronized void add(String name, List<String> environment, String workingDirectory) {
    Optional<String> directory =
        workingDirectory.isEmpty() ? Optional.empty() : Optional.of(workingDirectory);
    images.put(name, new JobImage(List.of(layer(name)), environment, directory));
  }

  /** Whoever asks for that image has to wait for {@link #arrive}, or for an interrupt. */
  public synchronized void delay(String name) {
    slow.add(name);
  }

  public synchronized void arrive(String name) {
    slow.remove(name);
    notifyAll();
  }

  /** Waits until so many images have been asked for. */
  public synchronized void awaitWanted(int count) throws InterruptedException {
    while (wanted.size() < count) {
      wait();
    }
  }

  public synchronized List<String> wanted() {
    return List.copyOf(wanted);
  }

  @Override
  public Layer.Stored build(LayerSource source) {
    return source instanceof LayerSource.Tar archive ? layer(archive.path()) : layers.build(source);
  }

  @Override
  public synchronized JobImage image(ImageName image, Preparations news) {
    String name = written(image);
    news.now(name, "layer 1 of 1");
    try {
      return get(name);
    } finally {
      news.over(name);
    }
  }

  private static String written(ImageName image) {
    return switch (image) {
      case ImageName.Registry registry -> "docker://" + registry.reference().written();
      case ImageName.Packed packed -> packed.scheme() + packed.path();
      case ImageName.Folder folder -> "dir:" + folder.path();
      case ImageName.HostPrograms _ -> "host:";
    };
  }

  private synchronized JobImage get(String name) {
    wanted.add(name);
    notifyAll();
    try {
      while (slow.contains(name)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(FailureCode.INTERNAL, "interrupted").asException();
    }
    return Optional.ofNullable(images.get(name))
        .orElseThrow(() -> Failure.of(FailureCode.INPUT_MISSING, "no image " + name).asException());
  }
}
