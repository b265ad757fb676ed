package waybill.dialects.bacalhau.run;

import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.run.Obstacles.Obstacle;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.NetworkSpec;

/** Which networks jobs may not ask for on this machine, whatever it could give them. */
@FunctionalInterface
public interface NetworkPolicy {
  /** They may ask for all. */
  NetworkPolicy OPEN = Optional::empty;

  /**
   * The setting that forbids the network {@code full}, and where it stands, for people; empty when
   * none does. Asked only for jobs that want it, each time anew, by any thread.
   *
   * @throws waybill.model.failure.FailureException when that cannot be found out: then such a job
   *     must not be taken either
   */
  Optional<String> fullIsForbiddenBy();

  /** What a job asks for and may not have. */
  default List<Obstacle> refusals(JobSpec spec) {
    boolean wanted = spec.tasks().stream().anyMatch(t -> t.network() instanceof NetworkSpec.Full);
    Optional<String> setting = wanted ? fullIsForbiddenBy() : Optional.empty();
    if (setting.isEmpty()) {
      return List.of();
    }
    return spec.tasks().stream()
        .filter(task -> task.network() instanceof NetworkSpec.Full)
        .map(
            task ->
                new Obstacle(
                    "task " + task.name() + ": the network `full` is forbidden by " + setting.get(),
                    Optional.of("do without a network, or take that setting away")))
        .toList();
  }
}
