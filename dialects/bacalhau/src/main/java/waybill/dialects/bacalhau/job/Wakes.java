package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When which job must be looked at. Used by one thread. */
final class Wakes {
  private record Wake(Instant at, String id) {}

  private final Map<String, Wake> byId = new HashMap<>();
  private final TreeSet<Wake> byTime =
      new TreeSet<>(Comparator.comparing(Wake::at).thenComparing(Wake::id));

  /** Takes the place of what was set for that job. */
  void set(String id, Optional<Instant> at) {
    Wake before = byId.remove(id);
    if (before != null) {
      byTime.remove(before);
    }
    if (at.isPresent()) {
      var wake = new Wake(at.get(), id);
      byId.put(id, wake);
      byTime.add(wake);
    }
  }

  Optional<Instant> first() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().at());
  }

  /** The jobs whose time has come; they stay set. */
  List<String> due(Instant now) {
    var due = new ArrayList<String>();
    for (Wake wake : byTime) {
      if (wake.at().isAfter(now)) {
        break;
      }
      due.add(wake.id());
    }
    return due;
  }
}
