package waybill.dialects.tyger.problem;

import java.util.List;
import java.util.Optional;

/** What the command says before it asks the server; other programs look for these texts. */
public final class CommandTexts {
  public static final String NO_NAME =
      "if -f|--file is not provided, a name for the codespec is required";
  public static final String NO_NAME_IN_FILE = "a name for the codespec must be required";
  public static final String BAD_NAME =
      "codespec names must contain only lower case letters (a-z), numbers (0-9), dashes (-),"
          + " underscores (_), and dots (.)";
  public static final String JOB_WITH_ENDPOINTS = "job codespecs cannot have endpoints";
  public static final String WORKER_WITH_BUFFERS = "worker codespecs cannot have use buffers";
  public static final String BAD_KIND =
      "codespec kind must be either 'job', worker' or empty (defaults to 'job')";

  public static final String NO_CODESPEC =
      "invalid codespec ref: say which codespec to run, with -c NAME or in a file";
  public static final String MANY_INPUTS =
      "exec cannot be called if the job has multiple unmapped input buffers";
  public static final String MANY_OUTPUTS =
      "exec cannot be called if the job has multiple unmapped output buffers";
  public static final String TRUNCATED =
      "the output was truncated. Specify the --limit parameter to increase the number of elements.";

  private CommandTexts() {}

  /** More names than one, and no {@code --}. */
  public static String positional(List<String> unexpected) {
    return "unexpected positional args "
        + shown(unexpected)
        + ". Container arguments must be preceded by -- and placed at the end of the command-line";
  }

  /** More names than one before the {@code --}. */
  public static String positionalBefore(List<String> unexpected) {
    return "unexpected positional args before container args: " + shown(unexpected);
  }

  public static String badMaxReplicas(String given) {
    return "max-replicas must be an integer, got " + given;
  }

  /**
   * A flag that takes a quantity.
   *
   * @param what for example {@code cpu request}
   */
  public static String badQuantity(String what, String given) {
    return what + " value is invalid: " + RuleTexts.badQuantity(given);
  }

  public static String badPair(String flag, String given) {
    return "invalid argument \""
        + given
        + "\" for \""
        + flag
        + "\" flag: "
        + given
        + " must be formatted as key=value";
  }

  public static String badPort(String given) {
    return "endpoint port must be between 1 and 65535, got " + given;
  }

  public static String unreadable(String file, String why) {
    return "failed to read file " + file + ": " + why;
  }

  public static String unparsable(String file, String why) {
    return "failed to parse file " + file + ": " + why;
  }

  public static String badBufferTtl(String given) {
    return "invalid buffer TTL format: " + given + " (should be D.HH:MM)";
  }

  /**
   * What {@code run exec} ends with.
   *
   * @param why where somebody knows
   */
  public static String runFailed(String status, Optional<String> why) {
    return "run failed with status " + status + why.map(known -> " (" + known + ")").orElse("");
  }

  private static String shown(List<String> words) {
    return "[" + String.join(" ", words) + "]";
  }
}
