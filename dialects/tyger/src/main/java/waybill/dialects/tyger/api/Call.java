package waybill.dialects.tyger.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.store.TagFilter;
import waybill.web.server.Exchange;

/** A request that has found its route. For one thread. */
final class Call {
  /** The largest specification is far smaller; what is longer is an attack or a mistake. */
  private static final int MAX_BODY = 4 << 20;

  /** Nothing has more tags. */
  private static final int MAX_KEYED = 100;

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 2000;

  private final Exchange exchange;
  private final Map<String, String> path;

  /**
   * @param path what stands in the places of the route's variables
   */
  Call(Exchange exchange, Map<String, String> path) {
    this.exchange = exchange;
    this.path = path;
  }

  Exchange exchange() {
    return exchange;
  }

  /** What stands in the path for a variable of the route; the route has it. */
  String path(String variable) {
    return path.getOrDefault(variable, "");
  }

  /** The first one of that name, in whatever case it is written. */
  Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  List<String> parameters(String name) {
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, String> parameter : exchange.query()) {
      if (parameter.getKey().equalsIgnoreCase(name)) {
        values.add(parameter.getValue());
      }
    }
    return values;
  }

  /** Absent means no. */
  boolean flag(String name) {
    return switch (parameter(name).orElse("false").toLowerCase(Locale.ROOT)) {
      case "true", "" -> true;
      case "false" -> false;
      default -> // whatever people write
          throw Refusal.invalid("The parameter '" + name + "' must be true or false.");
    };
  }

  /**
   * Those written {@code NAME[KEY]=VALUE}. What is meant as one and is none is refused: who asks
   * for nothing asks for everything.
   */
  Map<String, String> keyed(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> parameter : exchange.query()) {
      String key = parameter.getKey();
      if (!plain(key).equalsIgnoreCase(name)) {
        continue;
      }
      if (key.length() == name.length() || !key.endsWith("]")) {
        throw Refusal.invalid("The parameter '" + name + "' must be written " + name + "[KEY].");
      }
      String of = key.substring(name.length() + 1, key.length() - 1);
      String before = values.putIfAbsent(of, parameter.getValue());
      if (before != null && !before.equals(parameter.getValue())) {
        throw Refusal.invalid("The parameter '" + key + "' is there with two values.");
      }
    }
    if (values.size() > MAX_KEYED) {
      throw Refusal.invalid("No more than " + MAX_KEYED + " tags can be asked for.");
    }
    return values;
  }

  /** Without what is in brackets. */
  private static String plain(String key) {
    int bracket = key.indexOf('[');
    return bracket < 0 ? key : key.substring(0, bracket);
  }

  /**
   * Refuses other parameters than these, for what changes everything that it does not exclude: one
   * that is misspelt must not be passed over.
   */
  void only(Set<String> names) {
    for (Map.Entry<String, String> parameter : exchange.query()) {
      String name = plain(parameter.getKey());
      if (!name.equalsIgnoreCase(TygerApi.VERSION_PARAMETER)
          && names.stream().noneMatch(name::equalsIgnoreCase)) {
        throw Refusal.invalid("The parameter '" + parameter.getKey() + "' is not known here.");
      }
    }
  }

  TagFilter tags() {
    return new TagFilter(keyed("tag"), keyed("excludeTag"));
  }

  /** Of a page: {@value #DEFAULT_LIMIT} unless given, never more than {@value #MAX_LIMIT}. */
  int limit() {
    Optional<String> written = parameter("limit");
    if (written.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      long limit = Long.parseLong(written.get());
      if (limit >= 0) {
        return (int) Math.min(limit, MAX_LIMIT);
      }
    } catch (NumberFormatException notOne) {
      // told below, like a negative one
    }
    throw Refusal.invalid("Limit must be a non-negative integer.");
  }

  Optional<String> continuation() {
    return parameter("_ct").filter(token -> !token.isEmpty());
  }

  /** With the offset from UTC that it must have. */
  Optional<Instant> time(String name) {
    Optional<String> written = parameter(name).filter(text -> !text.isEmpty());
    try {
      return written.map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw Refusal.invalid(
          "The parameter '" + name + "' must be a time like 2030-01-31T12:00:00Z.");
    }
  }

  Optional<String> header(String name) {
    return exchange.header(name).filter(value -> !value.isEmpty());
  }

  /**
   * The mark that must be there, of {@code If-Match}; empty for any. Of several it is the one that
   * is there now, if it is among them. With or without the quotes that HTTP wants; weak ones match
   * nothing.
   *
   * @param now the mark that is there
   */
  Optional<String> ifMatch(Supplier<Optional<String>> now) {
    Optional<String> written = header("If-Match").map(String::strip);
    if (written.isEmpty() || written.get().equals("*")) {
      return Optional.empty();
    }
    List<String> marks = new ArrayList<>();
    for (String mark : written.get().split(",", -1)) {
      String one = mark.strip();
      boolean quoted = one.length() > 1 && one.startsWith("\"") && one.endsWith("\"");
      marks.add(quoted ? one.substring(1, one.length() - 1) : one);
    }
    String first = marks.getFirst();
    return Optional.of(marks.size() == 1 ? first : now.get().filter(marks::contains).orElse(first));
  }

  byte[] body() throws IOException {
    byte[] body = exchange.body().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw Refusal.invalid("The body of the request is longer than " + (MAX_BODY >> 20) + " MiB.");
    }
    return body;
  }

  void json(int status, String json) throws IOException {
    json(status, json, Map.of());
  }

  void json(int status, String json, Map<String, String> more) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Content-Type", "application/json; charset=utf-8");
    exchange.respond(status, headers, json.getBytes(StandardCharsets.UTF_8));
  }
}
