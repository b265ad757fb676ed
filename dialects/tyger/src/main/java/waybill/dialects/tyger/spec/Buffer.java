package waybill.dialects.tyger.spec;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A buffer without its content.
 *
 * @param id 26 characters of {@code a-z2-7}
 * @param expiresAt when an active one is deleted, or a deleted one is purged
 * @param eTag changes with the other fields but id, createdAt and location
 */
public record Buffer(
    String id,
    Instant createdAt,
    String location,
    boolean isSoftDeleted,
    Optional<Instant> expiresAt,
    Map<String, String> tags,
    String eTag) {}
