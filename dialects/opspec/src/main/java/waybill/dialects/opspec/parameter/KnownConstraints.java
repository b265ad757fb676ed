package waybill.dialects.opspec.parameter;

import java.util.LinkedHashMap;
import java.util.Map;
import waybill.model.document.SpecObject;

/** Keeps the constraints that were used last, because preparing them takes milliseconds. */
final class KnownConstraints {
  private static final int KEPT = 256;

  private final Map<SpecObject, Constraints> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SpecObject, Constraints> eldest) {
          return size() > KEPT;
        }
      };

  synchronized Constraints of(SpecObject written) {
    return known.computeIfAbsent(written, Constraints::new);
  }
}
