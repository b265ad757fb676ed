package waybill.dialects.bacalhau.run;

import java.util.Optional;
import waybill.model.task.Ids;

/**
 * What tasks can have on this machine, for whoever runs it.
 *
 * @param ids which users and groups
 * @param limits whether CPU and memory can be limited
 * @param noDisks why roots of tasks cannot lie on disk, to go on after "because"; empty when they
 *     can
 */
public record Abilities(Ids ids, boolean limits, Optional<String> noDisks) {}
