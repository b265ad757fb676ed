package waybill.dialects.bacalhau.spec;

import java.util.OptionalInt;

/**
 * What becomes of a replica that ended, in jobs that are to go on.
 *
 * @param maxAttempts restarts of one replica, 0 or more, after which the job has failed; empty for
 *     any number
 */
public record RestartPolicy(Mode mode, OptionalInt maxAttempts) {

  /** Of jobs that say nothing. */
  public static final RestartPolicy DEFAULT = new RestartPolicy(Mode.ALWAYS, OptionalInt.empty());

  /** After which ends there is a restart. */
  public enum Mode {
    ALWAYS,
    ON_FAILURE,
    NEVER
  }
}
