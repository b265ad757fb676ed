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

/** Finds what stands in the way of a job on this machine, without running anything of it. */
public final class Obstacles {
  private final TaskImages images;
  private final Capacity capacity;
  private final DockerTaskMaker maker;
  private final Abilities abilities;
  private final NetworkPolicy networks;

  /** For a machine on which nothing is forbidden. */
  public Obstacles(TaskImages images, Capacity capacity, Abilities abilities) {
    this(images, capacity, abilities, NetworkPolicy.OPEN);
  }

  /**
   * For a machine.
   *
   * @param images as the caller gets them
   * @param capacity what one task can have at most
   * @param abilities what tasks can have
   * @param networks which of them jobs may not ask for
   */
  public Obstacles(
      TaskImages images, Capacity capacity, Abilities abilities, NetworkPolicy networks) {
    this.images = images;
    this.capacity = capacity;
    this.maker = new DockerTaskMaker(images, abilities, capacity);
    this.abilities = abilities;
    this.networks = networks;
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
    List<Obstacle> found = new ArrayList<>(networks.refusals(spec));
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
    if (!abilities.limits() && !wanted.assumed()) {
      found.add(
          Obstacle.of(
              "CPU and Memory cannot be enforced: you have no control groups of your own here",
              "`waybill doctor` says how to get them; without CPU and Memory in Resources the job"
                  + " runs without limits"));
    }
    for (Shortage shortage : Shortage.of(wanted, capacity, abilities)) {
      found.add(Obstacle.of(shortage.message(), "the job " + shortage.amounts()));
    }
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
