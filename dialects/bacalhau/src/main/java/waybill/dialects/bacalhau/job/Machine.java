package waybill.dialects.bacalhau.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import waybill.dialects.bacalhau.spec.Constraint;

/**
 * A machine, as far as jobs may choose by it.
 *
 * @param id by which jobs remember it; {@link #HERE} for the agent's own
 * @param labels what {@link Constraint}s are about
 */
public record Machine(String id, SequencedMap<String, String> labels) {

  /** Not its name: a daemon does not begin twice because its machine is called otherwise now. */
  static final String HERE = "";

  /** Constraints whose key begins so are wishes: they exclude no machine. */
  private static final String WISH = "favour_";

  /**
   * This machine, with the labels that every machine has.
   *
   * @param architecture in any of its usual spellings
   * @param more labels that its owner gave it; they win
   */
  public static Machine of(
      String operatingSystem, String architecture, String name, Map<String, String> more) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("Operating-System", operatingSystem);
    labels.put(
        "Architecture",
        switch (architecture) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> architecture; // whatever else there is has one name
        });
    labels.put("name", name);
    labels.putAll(more);
    return new Machine(HERE, labels);
  }

  /** Why a job may not run here; empty when it may. */
  Optional<String> unmet(List<Constraint> constraints) {
    for (Constraint constraint : constraints) {
      if (!isWish(constraint) && !meets(labels, constraint)) {
        String own = labels.get(constraint.key());
        return Optional.of(
            "constraint `"
                + shown(constraint)
                + "` is not met, "
                + (own == null
                    ? "it has no label `" + constraint.key() + "`"
                    : "its label is `" + own + "`"));
      }
    }
    return Optional.empty();
  }

  /** How many wishes it grants. */
  int granted(List<Constraint> constraints) {
    int granted = 0;
    for (Constraint constraint : constraints) {
      if (isWish(constraint)) {
        String key = constraint.key().substring(WISH.length());
        granted += meets(labels.get(key), constraint) ? 1 : 0;
      }
    }
    return granted;
  }

  private static boolean isWish(Constraint constraint) {
    return constraint.key().startsWith(WISH);
  }

  /** Whether labels, of whatever, are as somebody wants them. */
  static boolean meets(Map<String, String> labels, Constraint constraint) {
    return meets(labels.get(constraint.key()), constraint);
  }

  private static boolean meets(@Nullable String label, Constraint constraint) {
    List<String> values = constraint.values();
    return switch (constraint.operator()) {
      case EXISTS -> label != null;
      case ABSENT -> label == null;
      case IN, EQUAL -> label != null && values.contains(label);
      case NOT_IN, NOT_EQUAL -> label == null || !values.contains(label);
      case GREATER -> label != null && compares(label, values.getFirst(), 1);
      case LESS -> label != null && compares(label, values.getFirst(), -1);
    };
  }

  private static boolean compares(String label, String value, int sign) {
    try {
      return Integer.signum(Long.compare(Long.parseLong(label), Long.parseLong(value))) == sign;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private static String shown(Constraint constraint) {
    String key = constraint.key();
    List<String> values = constraint.values();
    return switch (constraint.operator()) {
      case EXISTS -> key;
      case ABSENT -> "!" + key;
      case IN -> key + " in (" + String.join(",", values) + ")";
      case NOT_IN -> key + " notin (" + String.join(",", values) + ")";
      case EQUAL -> key + " = " + values.getFirst();
      case NOT_EQUAL -> key + " != " + values.getFirst();
      case GREATER -> key + " gt " + values.getFirst();
      case LESS -> key + " lt " + values.getFirst();
    };
  }
}
