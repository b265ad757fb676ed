package waybill.model.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which known names somebody may have meant who wrote an unknown one. */
public final class NearestNames {
  private static final int MAX_DISTANCE = 2;
  private static final int MAX_NAMES = 3;

  private NearestNames() {}

  /**
   * The nearest of the known names, at most three, nearest first and else in the given order. A
   * name is near when at most two letters were added, left out, replaced or swapped with their
   * neighbour, and not all letters were; a name that differs in case alone is always near.
   */
  public static List<String> of(String unknown, Collection<String> known) {
    List<List<String>> byDistance =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String name : known) {
      int distance = distance(unknown, name);
      if (distance <= MAX_DISTANCE && distance < Math.min(unknown.length(), name.length())) {
        byDistance.get(distance).add(name);
      }
    }
    List<String> nearest = new ArrayList<>();
    for (List<String> names : byDistance) {
      nearest.addAll(names);
    }
    return List.copyOf(nearest.subList(0, Math.min(MAX_NAMES, nearest.size())));
  }

  /** {@link #of} as a sentence: did you mean `a`, `b` or `c`? */
  public static Optional<String> help(String unknown, Collection<String> known) {
    return sentence(of(unknown, known));
  }

  /** Names as a sentence: did you mean `a`, `b` or `c`? Of no names, nothing. */
  public static Optional<String> sentence(List<String> names) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder help = new StringBuilder("did you mean ");
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        help.append(i == names.size() - 1 ? " or " : ", ");
      }
      help.append('`').append(names.get(i)).append('`');
    }
    return Optional.of(help.append('?').toString());
  }

  /** The distance, or any number above {@link #MAX_DISTANCE} where it is larger than that. */
  private static int distance(String a, String b) {
    // Before anything that takes time: the unknown name may have the length of a whole document.
    if (Math.abs(a.length() - b.length()) > MAX_DISTANCE) {
      return MAX_DISTANCE + 1;
    }
    int exact = edits(a, b);
    if (exact <= 1) {
      return exact;
    }
    boolean sameButCase = a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
    return sameButCase ? 1 : exact;
  }

  /** Optimal string alignment distance, by the usual table of which three rows are kept. */
  private static int edits(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int smallest = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(last[j - 1] + replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && swapped(a, i, b, j)) {
          best = Math.min(best, beforeLast[j - 2] + 1);
        }
        row[j] = best;
        smallest = Math.min(smallest, best);
      }
      if (smallest > MAX_DISTANCE) {
        return smallest;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
