package waybill.dialects.opspec.parameter;

import java.util.List;
import waybill.dialects.opspec.value.Value;
import waybill.model.document.SpecObject;

/** Constraints. */
final class Constraints {
  private Constraints() {}

  static List<String> objections(SpecObject constraints, Value value) {
    return List.of();
  }
}
