package waybill.dialects.maelstrom.resolved;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;

/**
 * A job with every default filled in, every variable substituted and every path made absolute; all
 * but its layers.
 */
record ResolvedJob(
    Root.Access access,
    Program program,
    List<Mount> mounts,
    Network network,
    Optional<Duration> timeout) {

  ResolvedJob {
    mounts = List.copyOf(mounts);
  }
}
