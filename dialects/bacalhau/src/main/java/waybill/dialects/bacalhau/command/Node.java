package waybill.dialects.bacalhau.command;

import java.util.SequencedMap;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.run.NetworkPolicy;
import waybill.engine.room.Capacity;

/**
 * This machine, as people see it.
 *
 * @param labels by which jobs choose it
 * @param abilities what tasks can have here
 * @param networks which of them jobs may not ask for here
 */
public record Node(
    String id,
    SequencedMap<String, String> labels,
    Capacity capacity,
    Abilities abilities,
    NetworkPolicy networks) {}
