package waybill.dialects.bacalhau.command;

import java.util.SequencedMap;
import waybill.engine.room.Capacity;

/**
 * This machine, as people see it.
 *
 * @param labels by which jobs choose it
 */
public record Node(String id, SequencedMap<String, String> labels, Capacity capacity) {}
