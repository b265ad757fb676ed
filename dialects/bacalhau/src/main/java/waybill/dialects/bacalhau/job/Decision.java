package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waybill.engine.store.LedgerChange;

/**
 * What follows from an event.
 *
 * @param life as it is now
 * @param changed the versions that are not what they were; some of them may no longer be in {@code
 *     life}, because they are over
 * @param facts for the journal, in order
 * @param commands in order
 * @param wake when the job must be looked at again if nothing happens before
 */
record Decision(
    JobLife life,
    List<Job> changed,
    List<LedgerChange> facts,
    List<JobCommand> commands,
    Optional<Instant> wake) {
  Decision {
    changed = List.copyOf(changed);
    facts = List.copyOf(facts);
    commands = List.copyOf(commands);
  }
}
