package waybill.dialects.bacalhau.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.room.Capacity;
import waybill.images.image.Image;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Makes engine tasks of a job's tasks and their images. */
final class DockerTaskMaker {
  /** Folders that every task has, whatever its image has. */
  private static final Set<String> SYSTEM = Set.of("/", "/dev", "/dev/shm", "/proc", "/sys");

  private final TaskImages images;
  private final Abilities abilities;
  private final Capacity capacity;

  DockerTaskMaker(TaskImages images, Abilities abilities, Capacity capacity) {
    this.images = images;
    this.abilities = abilities;
    this.capacity = capacity;
  }

  /**
   * The engine's task.
   *
   * @param inputs what of it lies where
   * @throws waybill.model.failure.FailureException when there is nothing to execute, or its working
   *     directory does not exist
   */
  Task make(
      ExecutionOrder order,
      TaskSpec task,
      EngineSpec.Docker engine,
      TaskImages.Found found,
      List<Mount.Bind> inputs) {
    checkDirectory(engine, found, inputs);
    Image image = found.image();
    List<String> words = words(engine, found);
    ImageUser user = found.user();
    Limits limits = limits(task.resources(), abilities);
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount.ContainerSystem());
    mounts.addAll(inputs);
    return new Task(
        new Root(image.layers(), capacity.writableRoot(limits), Root.Missing.MADE),
        abilities.ids(),
        new Program(
            words.getFirst(),
            words.subList(1, words.size()),
            TaskEnvironment.of(order, task, engine, found),
            engine.workingDirectory().or(image::workingDirectory).orElse("/"),
            user.user(),
            user.group(),
            user.moreGroups()),
        mounts,
        network(task.network()),
        limits,
        task.timeouts().execution(),
        new Streams.Watched());
  }

  /**
   * What is executed: an entrypoint of the job's own takes the place of the image's and of its
   * command, parameters take the place of its command alone. Lists without a word say nothing.
   *
   * @throws waybill.model.failure.FailureException when nobody says it
   */
  static List<String> words(EngineSpec.Docker engine, TaskImages.Found found) {
    List<String> entrypoint = engine.entrypoint().orElse(List.of());
    List<String> parameters = engine.parameters().orElse(List.of());
    List<String> words = new ArrayList<>();
    if (!entrypoint.isEmpty()) {
      words.addAll(entrypoint);
      words.addAll(parameters);
      return words;
    }
    words.addAll(found.image().entrypoint());
    words.addAll(parameters.isEmpty() ? found.image().command() : parameters);
    if (words.isEmpty()) {
      throw Failure.of(
              FailureCode.SPEC_INVALID,
              "image " + found.name() + " has no entrypoint or command; give Entrypoint")
          .asException();
    }
    return words;
  }

  /**
   * Makes sure that the working directory of the job is in the image or comes with an input: a
   * misspelt one would else be made, empty.
   */
  void checkDirectory(EngineSpec.Docker engine, TaskImages.Found found, List<Mount.Bind> inputs) {
    Optional<String> written = engine.workingDirectory();
    if (written.isEmpty()) {
      return;
    }
    String directory = written.get();
    if (!directory.startsWith("/")) {
      throw Failure.of(
              FailureCode.SPEC_INVALID,
              "invalid docker engine param: 'WorkingDirectory' (\""
                  + directory
                  + "\") must contain absolute path")
          .asException();
    }
    Path path = Path.of(directory).normalize();
    if (SYSTEM.contains(path.toString())
        || comesWith(inputs, path)
        || images.hasFolder(found, directory)) {
      return;
    }
    throw Failure.of(
            FailureCode.SPEC_INVALID,
            "WorkingDirectory " + directory + " does not exist in image " + found.name())
        .asException();
  }

  /** Whether it is above, at or in the target of an input. */
  private static boolean comesWith(List<Mount.Bind> inputs, Path path) {
    for (Mount.Bind input : inputs) {
      Path target = Path.of(input.target());
      Path parent = target.getParent();
      if (parent != null && parent.startsWith(path)) {
        return true;
      }
      if (path.startsWith(target)
          && Files.isDirectory(input.source().resolve(target.relativize(path)))) {
        return true;
      }
    }
    return false;
  }

  private static Network network(NetworkSpec network) {
    return switch (network) {
      case NetworkSpec.None(boolean loopback) -> loopback ? Network.LOOPBACK : Network.DISABLED;
      case NetworkSpec.Full _ -> Network.HOST;
      case NetworkSpec.Http _ -> throw new IllegalArgumentException("refused when submitted");
    };
  }

  /** What nobody asked for is not insisted on. */
  static Limits limits(Resources resources, Abilities abilities) {
    boolean limited = abilities.limits() || !resources.assumed();
    return new Limits(
        limited ? OptionalLong.of(resources.memoryBytes()) : OptionalLong.empty(),
        OptionalLong.empty(),
        limited ? OptionalLong.of(resources.cpuMillis()) : OptionalLong.empty(),
        resources.diskBytes(),
        resources.gpus());
  }
}
