package waybill.dialects.maelstrom.resolved;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.dialects.maelstrom.written.WrittenLayer;
import waybill.dialects.maelstrom.written.WrittenMount;
import waybill.images.layer.LayerSource;
import waybill.images.reference.ImageName;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Network;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/**
 * Prepares jobs: what was written becomes a task, with its layers in the store. Safe for all
 * threads.
 */
public final class TaskMaker {
  private final JobResolver resolver;
  private final Stock stock;
  private final Streams streams;
  private final Optional<Preparations> news;

  /** By name, as this run found them first: a job behind the first one need not ask again. */
  private final Map<String, JobImage> images = new ConcurrentHashMap<>();

  /**
   * @param project what relative paths in jobs are relative to, absolute
   * @param callers the environment of whoever runs the jobs, for {@code $env}
   * @param streams where those of the tasks go
   * @param news told how images are got
   */
  public TaskMaker(
      Path project,
      Map<String, String> callers,
      Stock stock,
      Streams streams,
      Optional<Preparations> news) {
    this.news = news;
    this.resolver = new JobResolver(project, callers);
    this.stock = stock;
    this.streams = streams;
  }

  /** Whether making the task may take longer than other jobs should have to wait for. */
  public boolean takesLong(WrittenJob job) {
    if (job.image().isPresent()
        && ImageUses.isFarAway(job.image().get())
        && !images.containsKey(job.image().get().name())) {
      return true;
    }
    for (WrittenLayer layer : job.layers().layers()) {
      if (layer instanceof WrittenLayer.Files files && files.source() instanceof LayerSource.Tar) {
        return true;
      }
    }
    return false;
  }

  /**
   * The task for a job.
   *
   * @throws FailureException when it cannot be made; worded like the older program
   */
  public Task make(WrittenJob job) {
    List<Layer> stack = new ArrayList<>();
    Map<String, String> first = Map.of();
    Optional<String> below = Optional.empty();
    if (job.image().isPresent()) {
      UsedImage image = images().take(job.version(), job.image().get());
      stack.addAll(image.layers());
      first = image.environment();
      below = image.workingDirectory();
    }
    for (WrittenLayer layer : job.layers().layers()) {
      stack.add(layer(layer));
    }
    ResolvedJob resolved = resolver.resolve(job, first, below);
    if (job.version() == SpecVersion.NEWER) {
      checkWhole(job, stack);
    }
    return new Task(
        new Root(stack, resolved.access()),
        Ids.SINGLE,
        resolved.program(),
        resolved.mounts(),
        resolved.network(),
        Limits.NONE,
        resolved.timeout(),
        streams);
  }

  /** Made when wanted: most jobs have no image, and loading what takes them costs time. */
  private ImageUses images() {
    return new ImageUses(
        resolver, new KnownImages(news.isPresent() ? news.get() : Preparations.NONE));
  }

  /** A class and no lambda, because the first lambda costs a fresh JVM 4 ms. */
  private final class KnownImages implements ImageUses.Finder {
    private final Preparations listener;

    KnownImages(Preparations listener) {
      this.listener = listener;
    }

    @Override
    public JobImage find(String written, ImageName name) {
      JobImage known = images.get(written);
      if (known != null) {
        return known;
      }
      JobImage found = stock.image(name, listener);
      images.put(written, found);
      return found;
    }
  }

  private Layer.Stored layer(WrittenLayer layer) {
    // No switch over the types: the first one costs a fresh process 2 ms.
    if (layer instanceof WrittenLayer.Files files) {
      return stock.build(files.source());
    }
    throw Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            "layers of `command` cannot be made, neither here nor in any version of the older"
                + " program")
        .withHelp("run the command before, and use a layer of `glob` or `paths`")
        .asException();
  }

  /** What can only be said when everything that a job builds on has been gathered. */
  private static void checkWhole(WrittenJob job, List<Layer> stack) {
    if (job.network().isPresent() && job.network().get() == Network.HOST) {
      for (WrittenMount mount : job.mounts()) {
        if (mount instanceof WrittenMount.FileSystem fileSystem
            && fileSystem.kind() == WrittenMount.Kind.SYS) {
          throw JobResolver.invalid(
              "A \"sys\" mount is not compatible with local networking. Check the documentation"
                  + " for the \"network\" field of \"JobSpec\".");
        }
      }
    }
    if (stack.isEmpty()) {
      throw JobResolver.invalid(
          "At least one layer must be specified, or an image must be used that has at least one"
              + " layer.");
    }
  }
}
