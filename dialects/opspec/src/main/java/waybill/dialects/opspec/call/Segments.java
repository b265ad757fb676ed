package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.model.document.SpecString;

/** The last parts of the paths of calls. */
final class Segments {

  /** Names that would look like something else in a path. */
  private static final Set<String> TAKEN =
      Set.of(".", "..", "container", "op", "serial", "parallel", "serialLoop", "parallelLoop");

  /** More than a screen shows. */
  private static final int MOST_PLANNED = 24;

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

  /** What the first of some calls will be called when they have begun, as far as it is written. */
  static List<String> plan(List<WrittenCall> calls) {
    List<String> labels = new ArrayList<>();
    for (WrittenCall call : calls.subList(0, Math.min(MOST_PLANNED, calls.size()))) {
      labels.add(call.common().name().orElseGet(() -> subject(call)));
    }
    return labels;
  }

  private static String subject(WrittenCall call) {
    return switch (call) {
      case WrittenCall.ContainerCall container
          when container.container().imageRef() instanceof SpecString image ->
          image.value();
      case WrittenCall.OpCall op -> op.ref();
      case WrittenCall.ContainerCall _,
          WrittenCall.Serial _,
          WrittenCall.Parallel _,
          WrittenCall.SerialLoop _,
          WrittenCall.ParallelLoop _ ->
          kind(call);
    };
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
