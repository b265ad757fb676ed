package waybill.dialects.tyger.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a user wants to run, as written; the same shape with resolved codespecs is in {@link Run}.
 *
 * @param timeoutSeconds {@link #DEFAULT_TIMEOUT_SECONDS} when nothing was said
 * @param bufferAccessTtl how long access URLs of its buffers are valid
 */
public record RunRequest(
    JobTarget job,
    Optional<WorkerTarget> worker,
    Optional<String> cluster,
    int timeoutSeconds,
    Map<String, String> tags,
    Optional<Duration> bufferAccessTtl) {
  public static final int DEFAULT_TIMEOUT_SECONDS = 43_200;

  /**
   * The job of a run.
   *
   * @param buffers parameter to buffer id; {@link #EPHEMERAL} for one that is not stored
   * @param tags of buffers that are created for it
   * @param bufferTtl of buffers that are created for it
   */
  public record JobTarget(
      CodespecRef codespec,
      Map<String, String> buffers,
      Map<String, String> tags,
      Optional<Duration> bufferTtl,
      Optional<String> nodePool,
      int replicas) {}

  /** The workers of a run. */
  public record WorkerTarget(CodespecRef codespec, Optional<String> nodePool, int replicas) {}

  /** Stands for a buffer that is not stored. */
  public static final String EPHEMERAL = "_";
}
