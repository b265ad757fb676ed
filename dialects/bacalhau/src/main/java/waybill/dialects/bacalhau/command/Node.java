package waybill.dialects.bacalhau.command;

import java.util.SequencedMap;
import waybill.dialects.bacalhau.run.NodeCapacity;

/**
 * This machine, as people see it.
 *
 * @param labels by which jobs choose it
 */
public record Node(String id, SequencedMap<String, String> labels, NodeCapacity capacity) {}
