package waybill.dialects.tyger.spec;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run as it is now.
 *
 * @param id the number of the run in the journal, too
 * @param request with buffers filled in: of every parameter the id
 * @param job what its job really executes
 * @param tags of the run, as they are now
 */
public record Run(
    long id,
    RunStatus status,
    Optional<String> statusReason,
    OptionalInt runningCount,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    RunRequest request,
    ResolvedCodespec job,
    Map<String, String> tags) {

  /**
   * A codespec and where it came from.
   *
   * @param name of the stored one; empty for one written inline
   */
  public record ResolvedCodespec(Optional<String> name, OptionalInt version, Codespec codespec) {}
}
