package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The job that a case is about, as text. */
final class CaseJob {
  private CaseJob() {}

  /** Nothing for a case that is about something else than one job. */
  static Optional<String> of(Map<?, ?> entry, Map<?, ?> bases) {
    if (entry.containsKey("raw")) {
      return Optional.of(String.valueOf(entry.get("raw")));
    }
    Object base = entry.containsKey("base") ? bases.get(entry.get("base")) : entry.get("spec");
    if (base == null) {
      return Optional.empty();
    }
    Object job = copy(base);
    if (entry.get("set") instanceof Map<?, ?> changes) {
      changes.forEach((path, value) -> set(job, String.valueOf(path), copy(value)));
    }
    if (entry.get("remove") instanceof List<?> paths) {
      paths.forEach(path -> remove(job, String.valueOf(path)));
    }
    return Optional.of(json(job));
  }

  static Object copy(Object value) {
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
  static Object get(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }

  @SuppressWarnings("unchecked") // Copies are made of such maps and lists alone.
  static void set(Object job, String path, Object value) {
    int dot = path.lastIndexOf('.');
    ((Map<String, Object>) at(job, path.substring(0, Math.max(dot, 0))))
        .put(path.substring(dot + 1), value);
  }

  private static void remove(Object job, String path) {
    int dot = path.lastIndexOf('.');
    ((Map<?, ?>) at(job, path.substring(0, Math.max(dot, 0)))).remove(path.substring(dot + 1));
  }

  @SuppressWarnings("unchecked") // as above
  private static Object at(Object job, String path) {
    Object at = job;
    for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
      at =
          at instanceof List<?> list
              ? list.get(Integer.parseInt(step))
              : ((Map<String, Object>) at)
                  .computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>());
    }
    return at;
  }

  static String json(Object value) {
    var text = new java.io.StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach(
            (key, inner) -> {
              json.writeName(String.valueOf(key));
              write(json, inner);
            });
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(inner -> write(json, inner));
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Number number -> json.writeNumber(String.valueOf(number));
      default -> json.writeString(String.valueOf(value)); // texts
    }
  }
}
