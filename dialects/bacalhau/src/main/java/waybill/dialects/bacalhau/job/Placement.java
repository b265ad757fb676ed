package waybill.dialects.bacalhau.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.spec.Kind;

/**
 * On which machines a version may begin something, and what where. Where something of it has begun
 * it may begin again, as long as that machine is there: labels choose a machine once.
 *
 * <p>Daemon and ops jobs have a replica for each machine. The others spread theirs: each goes where
 * the fewest of its job are, then rather not where it has just ended, then where most wishes are
 * granted, then by the order of the machines.
 */
final class Placement {
  private final LifeDraft life;
  private final VersionDraft version;
  private final List<Machine> open = new ArrayList<>();

  private Placement(LifeDraft life, VersionDraft version) {
    this.life = life;
    this.version = version;
  }

  /** For what is to begin now of the latest version. */
  static Placement now(LifeDraft life) {
    var placement = new Placement(life, life.latest());
    for (Machine machine : life.fleet().machines()) {
      if (placement.version.hasBegunOn(machine.id()) || placement.matches(machine)) {
        placement.open.add(machine);
      }
    }
    return placement;
  }

  /**
   * Gives the latest version a replica for each machine, if it is of such a type: a daemon also for
   * machines that have come since, an ops job for those that are there when it begins.
   */
  static void spread(LifeDraft life) {
    VersionDraft version = life.latest();
    boolean grows =
        switch (version.spec().kind()) {
          case Kind.Daemon _ -> true;
          case Kind.Ops _ -> !version.hasBegun();
          case Kind.Batch _, Kind.Service _ -> false;
        };
    if (grows) {
      var placement = new Placement(life, version);
      for (Machine machine : life.fleet().machines()) {
        if (!version.hasReplicaOn(machine.id()) && placement.matches(machine)) {
          version.addReplicaOn(machine.id());
        }
      }
    }
  }

  /** Whether a replica is not wanted because its machine is not there. */
  static boolean isAway(LifeDraft life, int partition) {
    VersionDraft version = life.latest();
    return version.spec().kind() instanceof Kind.Daemon
        && !life.fleet().has(version.place(partition));
  }

  private boolean matches(Machine machine) {
    return machine.unmet(version.spec().constraints()).isEmpty();
  }

  /** Why nothing may begin anywhere; empty when there is a machine. */
  Optional<String> obstacle() {
    return open.isEmpty() ? life.fleet().unmet(version.spec().constraints()) : Optional.empty();
  }

  /** Where a replica is to begin; empty if that machine is not there. */
  Optional<Machine> next(int partition) {
    if (version.spec().kind().isEverywhere()) {
      return life.fleet().find(version.place(partition));
    }
    if (open.size() <= 1) {
      return open.stream().findFirst();
    }
    Optional<String> last = version.last(partition).map(Execution::machine);
    return open.stream()
        .min(
            Comparator.<Machine>comparingInt(machine -> life.liveOn(machine.id()))
                .thenComparingInt(machine -> last.filter(machine.id()::equals).isPresent() ? 1 : 0)
                .thenComparingInt(machine -> -machine.granted(version.spec().constraints())));
  }
}
