package waybill.dialects.tyger.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import waybill.dialects.tyger.spec.Page;

/** Pages as the API answers them. */
final class Pages {
  private Pages() {}

  /** The items, each written so, and the link to the next page: the same question, further on. */
  static <T> String json(Call call, Page<T> page, Function<T, String> write) {
    var json = new StringBuilder("{\"items\":[");
    List<T> items = page.items();
    for (int i = 0; i < items.size(); i++) {
      json.append(i == 0 ? "" : ",").append(write.apply(items.get(i)));
    }
    json.append(']');
    Optional<String> next = page.next();
    if (next.isPresent()) {
      json.append(",\"nextLink\":").append(JsonTexts.quoted(link(call, next.get())));
    }
    return json.append('}').toString();
  }

  private static String link(Call call, String token) {
    String target = call.exchange().target();
    int question = target.indexOf('?');
    var link = new StringBuilder(question < 0 ? target : target.substring(0, question));
    char separator = '?';
    for (Map.Entry<String, String> parameter : call.exchange().query()) {
      if (!parameter.getKey().equals("_ct")) {
        link.append(separator)
            .append(encoded(parameter.getKey()))
            .append('=')
            .append(encoded(parameter.getValue()));
        separator = '&';
      }
    }
    return link.append(separator).append("_ct=").append(encoded(token)).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
