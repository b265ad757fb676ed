package waybill.dialects.opspec.parameter;

import com.google.re2j.Pattern;
import waybill.images.reference.RegistryReference;
import waybill.model.failure.FailureException;

/**
 * The formats that constraints may ask for. An unknown one is met by everything, as JSON Schema has
 * it. All take time in proportion to the text.
 */
final class Formats {
  private static final int LONGEST_HOST = 255;

  private static final Pattern SEMVER =
      Pattern.compile(
          "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
              + "(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
              + "(\\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
              + "(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?$");

  private static final Pattern HOST =
      Pattern.compile(
          "^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$");

  private static final Pattern UUID =
      Pattern.compile("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$");

  private Formats() {}

  /** Whether a text has the format. */
  static boolean isString(String format, String text) {
    return switch (format) {
      case "date" -> DateTimes.isDate(text);
      case "time" -> DateTimes.isTime(text);
      case "date-time" -> DateTimes.isDateTime(text);
      case "docker-image-ref" -> isImage(text);
      case "email" -> Addresses.isEmail(text);
      case "hostname" -> text.length() <= LONGEST_HOST && HOST.matches(text);
      case "ipv4" -> Addresses.isIpv4(text);
      case "ipv6" -> Addresses.isIpv6(text);
      case "semver" -> SEMVER.matches(text);
      case "uri" -> Addresses.isUri(text);
      case "uuid" -> UUID.matches(text);
      // Nobody knows what it means.
      default -> true;
    };
  }

  /** Whether a number has the format. */
  static boolean isNumber(String format, double number) {
    return !format.equals("integer") || Math.rint(number) == number;
  }

  private static boolean isImage(String text) {
    try {
      RegistryReference.parse(text).check();
      return true;
    } catch (FailureException e) {
      return false;
    }
  }
}
