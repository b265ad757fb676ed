package waybill.dialects.tyger.api;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way to ask for something.
 *
 * @param template parts of the path; {@code {NAME}} stands for any one
 * @param parameters names of the query that are understood; others are passed over
 * @param neutral whether it needs no {@code api-version}
 */
record Route(
    String method, List<String> template, Set<String> parameters, boolean neutral, Action action) {

  /** Answers a call. */
  interface Action {
    void answer(Call call) throws IOException, InterruptedException;
  }

  static Route of(String method, String path, Set<String> parameters, Action action) {
    return new Route(method, List.of(path.substring(1).split("/")), parameters, false, action);
  }

  static Route neutral(String path, Action action) {
    return new Route("GET", List.of(path.substring(1).split("/")), Set.of(), true, action);
  }

  /** As documents write it. */
  String path() {
    return "/" + String.join("/", template);
  }

  /**
   * What stands in the places of the variables, when that path is meant; some of it may be wrong,
   * but none of it is empty.
   */
  Optional<Map<String, String>> match(List<String> segments) {
    if (segments.size() != template.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String part = template.get(i);
      if (part.startsWith("{") && !segments.get(i).isEmpty()) {
        values.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
