package waybill.dialects.bacalhau.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.spec.Constraint;

/**
 * The machines that there are at some moment. An agent knows its own alone; what happens to jobs on
 * several of them, and when one comes or goes, is decided all the same.
 *
 * @param machines in the order of their ids, of which each is there once
 */
record Fleet(List<Machine> machines) {
  Fleet {
    var sorted = new ArrayList<>(machines);
    sorted.sort(Comparator.comparing(Machine::id));
    machines = List.copyOf(sorted);
  }

  boolean has(String id) {
    return find(id).isPresent();
  }

  Optional<Machine> find(String id) {
    for (Machine machine : machines) {
      if (machine.id().equals(id)) {
        return Optional.of(machine);
      }
    }
    return Optional.empty();
  }

  /** Why a job may run on none of them; empty when there is one for it. */
  Optional<String> unmet(List<Constraint> constraints) {
    String first = "there is no machine";
    for (Machine machine : machines.reversed()) {
      Optional<String> unmet = machine.unmet(constraints);
      if (unmet.isEmpty()) {
        return Optional.empty();
      }
      first =
          (machines.size() == 1
                  ? "this machine does not match: "
                  : "none of " + machines.size() + " machines matches; the first: ")
              + unmet.get();
    }
    return Optional.of(first);
  }
}
