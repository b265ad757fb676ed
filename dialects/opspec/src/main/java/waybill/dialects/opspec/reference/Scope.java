package waybill.dialects.opspec.reference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.value.Value;

/**
 * What expressions may refer to: variables, and the folder of the op they stand in ({@code /},
 * {@code ./}, {@code ../}). Immutable.
 *
 * @param opFolder absolute
 */
public record Scope(Path opFolder, SequencedMap<String, Value> variables) {
  public Scope {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
  }

  /** With nothing but the op's folder. */
  public static Scope of(Path opFolder) {
    return new Scope(opFolder, new LinkedHashMap<>());
  }

  public Optional<Value> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** With these too, which win over what has their names. */
  public Scope with(Map<String, Value> more) {
    var all = new LinkedHashMap<>(variables);
    all.putAll(more);
    return new Scope(opFolder, all);
  }

  public Scope with(String name, Value value) {
    return with(Map.of(name, value));
  }
}
