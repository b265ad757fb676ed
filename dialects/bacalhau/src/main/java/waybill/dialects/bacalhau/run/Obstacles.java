package waybill.dialects.bacalhau.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.room.Capacity;
import waybill.images.image.ImageProgress;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureException;
import waybill.model.task.Mount;
import waybill.model.task.Root;

/** Finds what stands in the way of a job on this machine, without running anything of it. */
public final class Obstacles {
  /** Writes go to memory, so they count. */
  private static final String WRITES_COUNT = " and its Disk, which lies in memory";

  private static final String BECAUSE = "; a Disk lies in memory here, because ";

  private final TaskImages images;
  private final Capacity capacity;
  private final DockerTaskMaker maker;
  private final boolean limits;
  private final Optional<String> noDisks;

  /**
   * For a machine.
   *
   * @param images as the caller gets them
   * @param capacity what one task can have at most
   * @param abilities what tasks can have
   */
  public Obstacles(TaskImages images, Capacity capacity, Abilities abilities) {
    this.images = images;
    this.capacity = capacity;
    this.maker = new DockerTaskMaker(images, abilities, capacity);
    this.limits = abilities.limits();
    this.noDisks = abilities.noDisks();
  }

  /**
   * Something in the way.
   *
   * @param message in one sentence
   * @param hint what to do, where we know
   */
  public record Obstacle(String message, Optional<String> hint) {
    static Obstacle of(String message) {
      return new Obstacle(message, Optional.empty());
    }

    private static Obstacle of(String message, String hint) {
      return new Obstacle(message, Optional.of(hint));
    }
  }

  /** Everything, the most important first. Brings images, and blocks meanwhile. */
  public List<Obstacle> all(JobSpec spec) throws InterruptedException {
    List<Obstacle> found = new ArrayList<>(atOnce(spec));
    for (TaskSpec task : spec.tasks()) {
      if (task.engine() instanceof EngineSpec.Docker docker) {
        image(task, docker).ifPresent(found::add);
      }
    }
    return found.stream().distinct().toList();
  }

  /** What can be said without asking anybody: a job with one of these is not taken at all. */
  public List<Obstacle> atOnce(JobSpec spec) {
    List<Obstacle> found = new ArrayList<>();
    for (TaskSpec task : spec.tasks()) {
      resources(task.resources(), found);
    }
    for (TaskSpec task : spec.tasks()) {
      LaterParts.of(task).forEach(part -> found.add(Obstacle.of(part)));
      TaskEnvironment.refusal(task).ifPresent(text -> found.add(Obstacle.of(text)));
      inputs(task, found);
    }
    return found.stream().distinct().toList();
  }

  private void resources(Resources wanted, List<Obstacle> found) {
    if (!limits && !wanted.assumed()) {
      found.add(
          Obstacle.of(
              "CPU and Memory cannot be enforced: you have no control groups of your own here",
              "`waybill doctor` says how to get them; without CPU and Memory in Resources the job"
                  + " runs without limits"));
    }
    if (wanted.cpuMillis() > capacity.cpuMillis()) {
      String has = Sizes.cpus(capacity.cpuMillis()) + " processors";
      found.add(tooMuch("CPU", Sizes.cpus(wanted.cpuMillis()), has));
    }
    room(wanted, found);
    if (wanted.gpus() > capacity.gpus()) {
      String has = capacity.gpus() == 0 ? "none" : Integer.toString(capacity.gpus());
      found.add(tooMuch("GPU", Integer.toString(wanted.gpus()), has));
    }
  }

  /** A disk that is too large is told of itself, and not of what it would take of the memory. */
  private void room(Resources wanted, List<Obstacle> found) {
    long disk = wanted.diskBytes().orElse(0);
    boolean inMemory =
        capacity.writableRoot(maker.limits(wanted)) == Root.Access.WRITABLE_IN_MEMORY;
    long counted = inMemory && disk <= capacity.memoryBytes() ? disk : 0;
    String why = noDisks.map(BECAUSE::concat).orElse("");
    if (wanted.memoryBytes() > capacity.memoryBytes() - counted) {
      String asked = Sizes.bytes(wanted.memoryBytes());
      String has = Sizes.bytes(capacity.memoryBytes());
      found.add(
          counted == 0
              ? tooMuch("Memory", asked, has)
              : tooMuch("Memory", asked + WRITES_COUNT, has + why));
    }
    if (disk > capacity.largestDisk()) {
      String has = Sizes.bytes(capacity.largestDisk());
      found.add(tooMuch("Disk", Sizes.bytes(disk), has + why));
    }
  }

  private static Obstacle tooMuch(String what, String wanted, String has) {
    return Obstacle.of(
        "insufficient resources: " + what + " request exceeds node capacity",
        "the job asks for " + wanted + ", and this machine has " + has);
  }

  private static void inputs(TaskSpec task, List<Obstacle> found) {
    for (InputSource input : task.inputs()) {
      if (input.source() instanceof Source.Local local) {
        TaskInputs.refusal(local).ifPresent(text -> found.add(Obstacle.of(text)));
      }
    }
  }

  /** What is wrong with an image, or with what the job wants of it. */
  private Optional<Obstacle> image(TaskSpec task, EngineSpec.Docker docker)
      throws InterruptedException {
    try {
      TaskImages.Found image = images.find(docker.image(), ImageProgress.NONE);
      var _ = DockerTaskMaker.words(docker, image);
      maker.checkDirectory(docker, image, localInputs(task));
      return Optional.empty();
    } catch (FailureException refused) {
      Failure failure = refused.failure();
      return Optional.of(new Obstacle(failure.message(), failure.help()));
    }
  }

  /** Enough to know which folders there will be; what stands in the job itself is a new file. */
  private static List<Mount.Bind> localInputs(TaskSpec task) {
    List<Mount.Bind> binds = new ArrayList<>();
    for (InputSource input : task.inputs()) {
      String source = input.source() instanceof Source.Local local ? local.path() : "/dev/null";
      binds.add(
          new Mount.Bind(
              Path.of(source), source, TaskInputs.target(input), Mount.BindAccess.READ_ONLY));
    }
    return binds;
  }
}
