package waybill.dialects.bacalhau.run;

import waybill.model.task.Ids;

/**
 * What tasks can have on this machine, for whoever runs it.
 *
 * @param ids which users and groups
 * @param limits whether CPU and memory can be limited
 */
public record Abilities(Ids ids, boolean limits) {}
