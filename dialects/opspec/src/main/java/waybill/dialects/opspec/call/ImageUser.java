package waybill.dialects.opspec.call;

import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Whom an image wants its programs to run as. */
record ImageUser(long user, long group) {
  private static final long LARGEST = 65_535;

  /**
   * What an image says: nothing for root, or numbers.
   *
   * @throws waybill.model.failure.FailureException for anything else
   */
  static ImageUser of(Optional<String> written) {
    String text = written.orElse("").strip();
    if (text.isEmpty()) {
      return new ImageUser(0, 0);
    }
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "0" : text.substring(colon + 1);
    return new ImageUser(number(user, text), number(group, text));
  }

  private static long number(String digits, String whole) {
    if (digits.equals("root")) {
      return 0;
    }
    boolean number = !digits.isEmpty() && digits.length() <= 5;
    for (int i = 0; i < digits.length(); i++) {
      number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!number || Long.parseLong(digits) > LARGEST) {
      throw Failure.of(
              FailureCode.IMAGE_UNUSABLE, "the image runs as `" + whole + "`, which is no number")
          .asException();
    }
    return Long.parseLong(digits);
  }
}
