package waybill.images.source;

import java.io.IOException;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** The words for what is wrong with images. */
public final class SourceFailures {
  private SourceFailures() {}

  /**
   * A document of an image cannot be used.
   *
   * @param what for example {@code manifest}
   * @param image its name
   */
  public static FailureException malformed(String what, String image, MalformedException why) {
    return new FailureException(
        Failure.of(
            FailureCode.IMAGE_UNUSABLE,
            "cannot use the image " + image + ": its " + what + " " + why.getMessage()),
        why);
  }

  /** Something of an image is not as it must be. */
  public static FailureException unusable(String image, String why) {
    return Failure.of(FailureCode.IMAGE_UNUSABLE, "cannot use the image " + image + ": " + why)
        .asException();
  }

  /** There is no such image. */
  public static FailureException missing(String image, String why) {
    return Failure.of(FailureCode.IMAGE_NOT_FOUND, "there is no image " + image + ": " + why)
        .asException();
  }

  /** A file of an image cannot be read. */
  public static FailureException unreadable(String image, IOException why) {
    return new FailureException(
        Failure.of(
            FailureCode.INPUT_MISSING, "cannot read the image " + image + ": " + OsReason.of(why)),
        why);
  }
}
