package waybill.dialects.maelstrom.resolved;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Prepares jobs: what was written becomes a task, with its layers in the store. For one thread. */
public final class TaskMaker {
  private final JobResolver resolver;
  private final LayerBuilder layers;
  private final Streams streams;

  /**
   * @param project what relative paths in jobs are relative to, absolute
   * @param callers the environment of whoever runs the jobs, for {@code $env}
   * @param outputLimit how many bytes of each output stream of a task are kept
   */
  public TaskMaker(
      Path project, Map<String, String> callers, LayerBuilder layers, long outputLimit) {
    this.resolver = new JobResolver(project, callers);
    this.layers = layers;
    this.streams = new Streams.Captured(outputLimit);
  }

  /**
   * The task for a job.
   *
   * @throws waybill.model.failure.FailureException when it cannot be made
   */
  public Task make(WrittenJob job) {
    ResolvedJob resolved = resolver.resolve(job);
    return new Task(
        new Root(stack(resolved), resolved.access()),
        Ids.SINGLE,
        resolved.program(),
        resolved.mounts(),
        resolved.network(),
        Limits.NONE,
        resolved.timeout(),
        streams);
  }

  private List<Layer> stack(ResolvedJob job) {
    List<Layer> stack = new ArrayList<>();
    if (job.base().isPresent()) {
      Layer base = job.base().get();
      if (base instanceof Layer.Folder(Path path) && !Files.isDirectory(path)) {
        throw Failure.of(FailureCode.INPUT_MISSING, "image dir:" + path + " is not a folder")
            .asException();
      }
      stack.add(base);
    }
    for (LayerSource source : job.layers()) {
      stack.add(layers.build(source));
    }
    return stack;
  }
}
