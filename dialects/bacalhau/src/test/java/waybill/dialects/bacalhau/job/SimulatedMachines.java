package waybill.dialects.bacalhau.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.spec.JobSpec;

/**
 * The machines of a {@link SimulatedWorld}: this one alone, which is always there, or several that
 * come and go. What they do is no matter of the world's own dice: its seeds mean the same with one.
 */
final class SimulatedMachines {
  private final List<Machine> all;
  private final Random random;
  private final List<Machine> there;
  private Fleet fleet;

  private SimulatedMachines(List<Machine> all, long seed) {
    this.all = all;
    this.random = new Random(seed * 31 + 7);
    this.there = new ArrayList<>(all);
    this.fleet = new Fleet(all);
  }

  static SimulatedMachines here() {
    return new SimulatedMachines(List.of(TestSpecs.MACHINE), 0);
  }

  static SimulatedMachines several(long seed) {
    return new SimulatedMachines(
        List.of(
            TestSpecs.MACHINE,
            TestSpecs.machine("m-2", Map.of("env", "prod")),
            TestSpecs.machine("m-3", Map.of("env", "test"))),
        seed);
  }

  Fleet fleet() {
    return fleet;
  }

  /** All are there again. */
  void calmDown() {
    there.clear();
    there.addAll(all);
    fleet = new Fleet(there);
  }

  /** One of them comes or goes, now and then. */
  boolean change() {
    if (all.size() == 1 || random.nextInt(10) > 0) {
      return false;
    }
    Machine one = all.get(random.nextInt(all.size()));
    if (!there.remove(one)) {
      there.add(one);
    }
    fleet = new Fleet(there);
    return true;
  }

  /** How many executions a version may have at a time. */
  int most(JobSpec spec) {
    return spec.kind().isEverywhere()
        ? Math.toIntExact(all.stream().filter(machine -> matches(machine, spec)).count())
        : spec.kind().count();
  }

  /** Whether a job may be where it is. */
  boolean mayRun(JobSpec spec, String machine) {
    return fleet.find(machine).filter(found -> matches(found, spec)).isPresent();
  }

  /** Whether what has ended could begin again now. */
  boolean mayBeginAgain(JobSpec spec, Execution execution) {
    return spec.kind().isEverywhere()
        ? fleet.has(execution.machine())
        : fleet.unmet(spec.constraints()).isEmpty();
  }

  private static boolean matches(Machine machine, JobSpec spec) {
    return machine.unmet(spec.constraints()).isEmpty();
  }
}
