package waybill.dialects.maelstrom.resolved;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import waybill.dialects.maelstrom.written.EnvironmentElement;
import waybill.model.document.SpecString;

/** Makes the environment of a job from its elements. */
final class JobEnvironment {
  private final Map<String, String> callers;

  /**
   * @param callers the environment of whoever runs the job
   */
  JobEnvironment(Map<String, String> callers) {
    this.callers = callers;
  }

  /**
   * All variables, sorted by name. Nothing is in it that was not in {@code first} and that no
   * element put there.
   */
  SequencedMap<String, String> evaluate(
      Map<String, String> first, List<EnvironmentElement> elements) {
    TreeMap<String, String> soFar = new TreeMap<>(first);
    for (EnvironmentElement element : elements) {
      // What an element itself sets is not visible to it: $prev is the environment before it.
      TreeMap<String, String> before = soFar;
      Substitution substitution =
          new Substitution(
              name -> Optional.ofNullable(callers.get(name)),
              name -> Optional.ofNullable(before.get(name)));
      TreeMap<String, String> after = element.extend() ? new TreeMap<>(before) : new TreeMap<>();
      for (Map.Entry<String, SpecString> variable : element.variables().entrySet()) {
        after.put(variable.getKey(), substitution.apply(variable.getValue().value()));
      }
      soFar = after;
    }
    return soFar;
  }
}
