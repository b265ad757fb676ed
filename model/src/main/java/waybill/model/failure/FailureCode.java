package waybill.model.failure;

/**
 * The one table of what can go wrong at run time: who can act on it, the exit status of our own
 * verbs, and whether trying again can help. Exit statuses follow {@code docker run}, {@code env}
 * and {@code timeout}: 125 ours, 126 not executable, 127 not found.
 */
public enum FailureCode {
  COMMAND_LINE(Actor.AUTHOR, 2, false),
  SPEC_INVALID(Actor.AUTHOR, 125, false),
  INPUT_MISSING(Actor.AUTHOR, 125, false),
  LAYER_UNBUILDABLE(Actor.AUTHOR, 125, false),
  PROGRAM_NOT_FOUND(Actor.AUTHOR, 127, false),
  PROGRAM_NOT_EXECUTABLE(Actor.AUTHOR, 126, false),
  LIMIT_NOT_ENFORCEABLE(Actor.OPERATOR, 125, false),
  CAPACITY_EXCEEDED(Actor.AUTHOR, 125, false),
  SANDBOX_REFUSED(Actor.OPERATOR, 125, false),
  STORE_UNREADABLE(Actor.OPERATOR, 125, false),
  DISK_FULL(Actor.OPERATOR, 125, true),
  IMAGE_NOT_FOUND(Actor.AUTHOR, 125, false),
  IMAGE_UNUSABLE(Actor.OTHER_SIDE, 125, false),
  REGISTRY_REFUSED(Actor.OPERATOR, 125, false),
  REGISTRY_UNAVAILABLE(Actor.OTHER_SIDE, 125, true),
  AGENT_BUSY(Actor.OPERATOR, 125, true),
  AGENT_LOST(Actor.WAYBILL, 125, true),
  LAUNCHER_LOST(Actor.WAYBILL, 125, true),
  INTERNAL(Actor.WAYBILL, 125, false);

  /** Who can do something about it. */
  public enum Actor {
    AUTHOR,
    PROGRAM,
    OPERATOR,
    OTHER_SIDE,
    WAYBILL
  }

  private final Actor actor;
  private final int exitStatus;
  private final boolean retryable;

  FailureCode(Actor actor, int exitStatus, boolean retryable) {
    this.actor = actor;
    this.exitStatus = exitStatus;
    this.retryable = retryable;
  }

  public Actor actor() {
    return actor;
  }

  public int exitStatus() {
    return exitStatus;
  }

  public boolean retryable() {
    return retryable;
  }
}
