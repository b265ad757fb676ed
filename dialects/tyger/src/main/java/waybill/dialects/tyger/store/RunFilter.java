package waybill.dialects.tyger.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.tyger.spec.RunStatus;

/**
 * Which runs are meant.
 *
 * @param since made after that
 * @param statuses any of these; none for all
 */
public record RunFilter(
    Optional<Instant> since, Set<RunStatus> statuses, Map<String, String> tags) {}
