package waybill.dialects.tyger.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The path and query of a question to the API, made piece by piece. For one thread. */
public final class ApiTarget {
  private static final String VERSION = "api-version=1.0";

  private final StringBuilder text = new StringBuilder();
  private char separator = '?';

  private ApiTarget() {}

  /** Parts of the path, as they are. */
  public static ApiTarget of(String... parts) {
    var target = new ApiTarget();
    for (String part : parts) {
      target.text.append('/').append(encoded(part));
    }
    return target;
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
