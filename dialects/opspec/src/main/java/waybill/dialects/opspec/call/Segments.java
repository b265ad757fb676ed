package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.written.WrittenCall;

/** The last parts of the paths of calls. */
final class Segments {

  /** Names that would look like something else in a path. */
  private static final Set<String> TAKEN =
      Set.of(".", "..", "container", "op", "serial", "parallel", "serialLoop", "parallelLoop");

  private Segments() {}

  /** What a call is, as its author writes it. */
  static String kind(WrittenCall call) {
    return switch (call) {
      case WrittenCall.ContainerCall _ -> "container";
      case WrittenCall.OpCall _ -> "op";
      case WrittenCall.Serial _ -> "serial";
      case WrittenCall.Parallel _ -> "parallel";
      case WrittenCall.SerialLoop _ -> "serialLoop";
      case WrittenCall.ParallelLoop _ -> "parallelLoop";
    };
  }

  /** Of calls that stand beside each other: their names, else what they are and which. */
  static List<String> of(List<WrittenCall> siblings) {
    Map<String, Integer> uses = new HashMap<>();
    for (WrittenCall call : siblings) {
      name(call).ifPresent(name -> uses.merge(name, 1, Integer::sum));
    }
    int nameless = 0;
    List<Optional<String>> names = new ArrayList<>(siblings.size());
    for (WrittenCall call : siblings) {
      Optional<String> name = name(call).filter(n -> uses.getOrDefault(n, 0) == 1);
      names.add(name);
      nameless += name.isEmpty() ? 1 : 0;
    }
    List<String> segments = new ArrayList<>(siblings.size());
    for (int i = 0; i < siblings.size(); i++) {
      String kind = kind(siblings.get(i));
      segments.add(names.get(i).orElse(nameless > 1 ? kind + '[' + i + ']' : kind));
    }
    return segments;
  }

  /** Of a call that has nobody beside it. */
  static String of(WrittenCall only) {
    return name(only).orElseGet(() -> kind(only));
  }

  /** The name if it can stand in a path. */
  private static Optional<String> name(WrittenCall call) {
    Optional<String> name = call.common().name();
    return name.filter(n -> isPlain(n) && !TAKEN.contains(n));
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= 100;
  }
}
