package waybill.model.failure;

import java.util.Optional;

/**
 * Something that went wrong at run time, worded for a person.
 *
 * @param code who can act, and what follows for exit status and retries
 * @param message what happened and why, down to the root cause, each said once
 * @param help what to do, where we know
 */
public record Failure(FailureCode code, String message, Optional<String> help) {

  public static Failure of(FailureCode code, String message) {
    return new Failure(code, message, Optional.empty());
  }

  public Failure withHelp(String text) {
    return new Failure(code, message, Optional.of(text));
  }

  /**
   * The failure as an exception, for code that cannot go on; caught where it is told or recorded.
   */
  public FailureException asException() {
    return new FailureException(this);
  }
}
