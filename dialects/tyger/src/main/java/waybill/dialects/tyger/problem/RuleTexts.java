package waybill.dialects.tyger.problem;

import waybill.dialects.tyger.spec.Quantity;
import waybill.model.shape.ShortText;

/** What the server says of codespecs, runs and buffers; other programs look for these texts. */
public final class RuleTexts {
  public static final String BAD_NAME =
      "Codespec names must contain only lower case letters (a-z), numbers (0-9), dashes (-),"
          + " underscores (_), and dots (.)";
  public static final String OTHER_NAME =
      "If provided, the codespec name in the body must match the name in the URL.";
  public static final String EMPTY = "An empty object is not a valid input value";
  public static final String NO_KIND = "Missing discriminator property 'kind'.";
  public static final String BAD_KIND =
      "Invalid value for the property 'kind'. It can be either 'job' or 'worker'.";
  public static final String EMPTY_IMAGE = "The image field is required.";
  public static final String EMPTY_BUFFER_NAME = "A buffer name cannot be empty";
  public static final String BAD_PORT = "Port must be between 1 and 65535";
  public static final String SYSTEM_RUN = "System runs cannot be created directly";
  public static final String TOO_MANY_TAGS = "No more than 100 tags can be set on a buffer";
  public static final String BAD_TAG_KEY =
      "Tag keys must contain up to 128 letters (a-z, A-Z), numbers (0-9) and underscores (_)";
  public static final String BAD_TAG_VALUE =
      "Tag values can contain up to 256 letters (a-z, A-Z), numbers (0-9) and underscores (_)";
  public static final String SHORT_ACCESS_TTL = "Access TTL must be at least 30 seconds.";
  public static final String LONG_ACCESS_TTL = "Access TTL must be at most one hour.";
  public static final String WORKER_WITH_SOCKETS = "worker codespecs cannot have sockets";

  private RuleTexts() {}

  /** Something in a body that cannot be understood, and where. */
  public static String notUnderstood(String what, String where) {
    return "Error deserializing input: " + what + path(where);
  }

  private static String path(String where) {
    return where.isEmpty() ? "" : " Path: $." + where;
  }

  public static String unrecognized(String key) {
    return "Object contains unrecognized properties '" + ShortText.of(key) + "'.";
  }

  public static String missing(String key) {
    return "JSON deserialization was missing required properties including: '" + key + "'.";
  }

  public static String badQuantity(String given) {
    return "it must be "
        + Quantity.WANTED
        + ", not `"
        + ShortText.of(given)
        + "`"
        + Quantity.adviceFor(given);
  }

  public static String repeatedBuffer(String name) {
    return "All buffer names must be unique across inputs and outputs. Buffer names are"
        + " case-insensitive. '"
        + ShortText.of(name)
        + "' is duplicated";
  }

  public static String badBuffer(String name) {
    return "The name of buffer '"
        + ShortText.of(name)
        + "' is invalid. Buffer names must consist of lower case alphanumeric characters or '-',"
        + " and must start and end with an alphanumeric character.";
  }

  /**
   * A socket's buffer that is none of the codespec's.
   *
   * @param direction {@code input} or {@code output}
   */
  public static String foreignSocketBuffer(String direction, String name, int port) {
    return "The "
        + direction
        + " buffer '"
        + ShortText.of(name)
        + "' for socket "
        + port
        + " is not among the codespec's "
        + direction
        + " buffer parameters";
  }

  public static String sharedSocketBuffer(String direction, String name) {
    return "The " + direction + " buffer '" + ShortText.of(name) + "' is used by multiple sockets";
  }

  public static String idleSocket(int port) {
    return "At least one of the input or output buffer must be specified for socket " + port;
  }

  public static String socketPipe(String variable) {
    return "The buffer reference '$(" + variable + ")' is not valid because it is used by a socket";
  }

  public static String badReference(String given) {
    return "The codespec reference '"
        + ShortText.of(given)
        + "' is invalid. It should be in the form '<codespec_name>' or"
        + " '<codespec_name>/versions/<version_number>'.";
  }

  /** A limit below the request of the same. */
  public static String aboveLimit(String what, Quantity request, Quantity limit) {
    return "The "
        + what
        + " request '"
        + request
        + "' is above the "
        + what
        + " limit '"
        + limit
        + "'";
  }

  public static String fractionOfGpu(Quantity gpu) {
    return "The gpu quantity '" + gpu + "' is not a whole number of GPUs";
  }

  /** A number that is too small. */
  public static String tooSmall(String field, int least, int given) {
    return "The field " + field + " must be at least " + least + ", not " + given;
  }

  public static String badVariable(String name) {
    return "The name of the environment variable '"
        + ShortText.of(name)
        + "' is invalid. It must not be empty, nor contain '='.";
  }

  public static String badEndpoint(String name) {
    return "The name of the endpoint '"
        + ShortText.of(name)
        + "' is invalid. It must not be empty, nor contain '='.";
  }

  public static String nul(String field) {
    return "The field " + field + " contains a NUL character, which no program can be given";
  }

  /** A codespec of the other kind than the place wants. */
  public static String wrongKind(String place, String wanted, String given) {
    return "The "
        + place
        + " of a run needs a codespec of kind '"
        + wanted
        + "', and this one is"
        + " of kind '"
        + given
        + "'";
  }

  /** A buffer that is given for something that the codespec does not have. */
  public static String strayArgument(String parameter, String buffer) {
    return "Buffer argument '["
        + ShortText.of(parameter)
        + ", "
        + ShortText.of(buffer)
        + "]' does not correspond to a buffer parameter on the codespec";
  }

  /** Two buffers for one parameter: names are the same in any case. */
  public static String repeatedArgument(String parameter) {
    return "There is more than one buffer argument for the buffer parameter '"
        + ShortText.of(parameter)
        + "'. Buffer names are case-insensitive.";
  }

  public static String badTtl(String given) {
    return "'" + ShortText.of(given) + "' is not a time span of the form D.HH:MM:SS.";
  }
}
