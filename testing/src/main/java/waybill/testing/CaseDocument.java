package waybill.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document that a case is about: its own text, or a base, of which parts are set and removed by
 * their paths, such as {@code Tasks.0.Name}.
 */
public final class CaseDocument {
  private CaseDocument() {}

  /** As text; nothing for a case that is about something else than one document. */
  public static Optional<String> text(Map<?, ?> entry, Map<?, ?> bases) {
    return entry.containsKey("raw")
        ? Optional.of(String.valueOf(entry.get("raw")))
        : tree(entry, bases).map(CaseDocument::json);
  }

  /** As maps and lists that may be changed; nothing also for a case that has a text. */
  public static Optional<Object> tree(Map<?, ?> entry, Map<?, ?> bases) {
    Object base = entry.containsKey("base") ? bases.get(entry.get("base")) : entry.get("spec");
    if (base == null) {
      return Optional.empty();
    }
    Object document = copy(base);
    if (entry.get("set") instanceof Map<?, ?> changes) {
      changes.forEach((path, value) -> set(document, String.valueOf(path), copy(value)));
    }
    if (entry.get("remove") instanceof List<?> paths) {
      paths.forEach(path -> remove(document, String.valueOf(path)));
    }
    return Optional.of(document);
  }

  /** One that may be changed. */
  public static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(String.valueOf(key), copy(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(inner -> copy.add(copy(inner)));
      return copy;
    }
    // Modules of the cases are named and not there: any bytes will do.
    return value instanceof String text ? text.replaceAll("<testdata[^>]*>", "AGFzbQ==") : value;
  }

  /** What a map must have. */
  public static Object get(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }

  /** Sets what is at a path, and makes the maps on the way to it. */
  @SuppressWarnings("unchecked") // Copies are made of such maps and lists alone.
  public static void set(Object document, String path, Object value) {
    int dot = path.lastIndexOf('.');
    ((Map<String, Object>) at(document, path.substring(0, Math.max(dot, 0))))
        .put(path.substring(dot + 1), value);
  }

  private static void remove(Object document, String path) {
    int dot = path.lastIndexOf('.');
    ((Map<?, ?>) at(document, path.substring(0, Math.max(dot, 0)))).remove(path.substring(dot + 1));
  }

  @SuppressWarnings("unchecked") // as above
  private static Object at(Object document, String path) {
    Object at = document;
    for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
      at =
          at instanceof List<?> list
              ? list.get(Integer.parseInt(step))
              : ((Map<String, Object>) at)
                  .computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>());
    }
    return at;
  }

  /** As JSON; what is neither a map, a list, a number nor a boolean is a text. */
  public static String json(Object value) {
    var text = new StringBuilder();
    write(text, value);
    return text.toString();
  }

  private static void write(StringBuilder text, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        String before = "{";
        for (Map.Entry<?, ?> each : map.entrySet()) {
          quote(text.append(before), String.valueOf(each.getKey()));
          write(text.append(':'), each.getValue());
          before = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String before = "[";
        for (Object each : list) {
          write(text.append(before), each);
          before = ",";
        }
        text.append(list.isEmpty() ? "[]" : "]");
      }
      case Boolean flag -> text.append(flag);
      case Number number -> text.append(number);
      default -> quote(text, String.valueOf(value)); // texts
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        text.append("\\u00").append((char) ('0' + (c >> 4))).append(Character.forDigit(c & 15, 16));
      } else {
        text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    text.append('"');
  }
}
