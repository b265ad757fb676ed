package waybill.dialects.bacalhau.problem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;

/** Where each key of a table belongs, for those who wrote it elsewhere. */
public final class KeyPlaces {
  private final Map<String, List<String>> places = new HashMap<>();

  public KeyPlaces(Shape root) {
    walk(root, "");
  }

  /** At most three ways to it, from the root; none if no shape has that key. */
  List<String> of(String key) {
    List<String> all = places.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    return all.subList(0, Math.min(3, all.size()));
  }

  private void walk(Shape shape, String way) {
    switch (shape) {
      case Fields fields -> {
        for (Field field : fields.fields()) {
          add(field.name(), way.isEmpty() ? "the job itself" : way);
          walk(field.shape(), way.isEmpty() ? field.name() : way + "." + field.name());
        }
      }
      case Chosen chosen -> {
        for (Shape.Choice choice : chosen.choices()) {
          walk(choice.fields(), way + "." + chosen.content());
        }
      }
      case Either either -> either.shapes().forEach(one -> walk(one, way));
      case ListOf list -> walk(list.item(), way);
      default -> {} // has no keys of its own
    }
  }

  private void add(String key, String way) {
    List<String> ways =
        places.computeIfAbsent(key.toLowerCase(Locale.ROOT), _ -> new ArrayList<>());
    if (!ways.contains(way)) {
      ways.add(way);
    }
  }
}
