package waybill.dialects.tyger.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import waybill.dialects.tyger.problem.Refusal;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** The path and query of a question to the API, made piece by piece. For one thread. */
public final class ApiTarget {
  private static final String VERSION = "api-version=1.0";

  private static final String NOT_FOUND =
      Refusal.notFound().code().word() + ": " + Refusal.notFound().text();

  private final StringBuilder text = new StringBuilder();
  private char separator = '?';

  private ApiTarget() {}

  /**
   * Parts of the path, as they are.
   *
   * @throws waybill.model.failure.FailureException as the server would say it, where a part is of a
   *     kind that no server takes in a path: then it is the name of nothing
   */
  public static ApiTarget of(String... parts) {
    var target = new ApiTarget();
    for (String part : parts) {
      if (!isName(part)) {
        throw Failure.of(FailureCode.SPEC_INVALID, NOT_FOUND).asException();
      }
      target.text.append('/').append(encoded(part));
    }
    return target;
  }

  /** Written as an escape, some are still what they stand for to whoever reads a path. */
  private static boolean isName(String part) {
    boolean onlyDots = true;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '/' || c == '\\' || c == '%' || Character.isISOControl(c)) {
        return false;
      }
      onlyDots &= c == '.';
    }
    return !onlyDots;
  }

  public ApiTarget with(String name, String value) {
    text.append(separator).append(encoded(name)).append('=').append(encoded(value));
    separator = '&';
    return this;
  }

  /** A parameter for each: {@code NAME[KEY]=VALUE}. */
  public ApiTarget withAll(String name, Map<String, String> values) {
    values.forEach((key, value) -> with(name + "[" + key + "]", value));
    return this;
  }

  @Override
  public String toString() {
    return text.toString() + separator + VERSION;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
