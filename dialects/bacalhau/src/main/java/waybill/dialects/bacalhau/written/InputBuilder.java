package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.model.document.Span;
import waybill.model.document.SpecString;

/** What a task's inputs mean, and where they and results are in each other's way. */
final class InputBuilder {
  /** The kernel takes no longer path. */
  private static final int MAX_PATH = 4095;

  private final Part task;

  InputBuilder(Part task) {
    this.task = task;
  }

  List<InputSource> inputs() {
    List<InputSource> inputs = new ArrayList<>();
    Set<String> aliases = new HashSet<>();
    Map<String, Span> targets = new LinkedHashMap<>();
    for (Part part : task.parts("InputSources")) {
      Optional<SpecString> alias = part.text("Alias");
      if (alias.isPresent() && !aliases.add(alias.get().value())) {
        part.add(JobProblems.sameAlias(alias.get().value(), alias.get().span()));
      }
      Optional<String> target =
          part.text("Target").flatMap(given -> path(part, "the target", given));
      if (target.isPresent() && targets.putIfAbsent(target.get(), part.span("Target")) != null) {
        part.add(JobProblems.sameTarget(target.get(), part.span("Target")));
      }
      Optional<Source> source = part.part("Source").flatMap(SourceBuilder::source);
      source.ifPresent(
          given ->
              inputs.add(new InputSource(given, target.orElse("/"), alias.map(SpecString::value))));
    }
    checkNested(targets);
    return inputs;
  }

  /** A path without needless parts; nothing if it is relative, the root, or goes back. */
  static Optional<String> path(Part part, String what, SpecString given) {
    if (!given.value().startsWith("/")) {
      part.add(JobProblems.notAbsolute(what, given.value(), given.span()));
      return Optional.empty();
    }
    if (isTooLong(given.value())) {
      part.add(JobProblems.tooLong(what, MAX_PATH, given.span()));
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder();
    for (String step : given.value().split("/", -1)) {
      if (step.equals("..")) {
        path.setLength(0);
        break;
      }
      if (!step.isEmpty() && !step.equals(".")) {
        path.append('/').append(step);
      }
    }
    if (path.isEmpty()) {
      part.add(JobProblems.badPath(given.value(), given.span()));
      return Optional.empty();
    }
    return Optional.of(path.toString());
  }

  private static boolean isTooLong(String path) {
    return Variables.bytes(path) > MAX_PATH;
  }

  private void checkNested(Map<String, Span> targets) {
    for (Map.Entry<String, Span> inner : targets.entrySet()) {
      outer(targets, inner.getKey())
          .ifPresent(
              outer ->
                  task.add(
                      JobProblems.nested(
                          "the target",
                          inner.getKey(),
                          outer,
                          inner.getValue(),
                          span(targets, outer))));
    }
    for (Part result : task.parts("ResultPaths")) {
      Optional<String> path = result.text("Path").map(SpecString::value).map(InputBuilder::tidy);
      boolean comparable = path.isPresent() && !isTooLong(path.get());
      if (comparable && !ResultBuilder.isStream(result)) {
        Optional<String> holder =
            targets.containsKey(path.get()) ? path : outer(targets, path.get());
        holder.ifPresent(
            outer ->
                task.add(
                    JobProblems.nested(
                        "the result path",
                        path.get(),
                        outer,
                        result.span("Path"),
                        span(targets, outer))));
      }
    }
  }

  private static Span span(Map<String, Span> targets, String target) {
    return targets.getOrDefault(target, new Span(1, 1, 1, 1, 0, 0));
  }

  private static String tidy(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The nearest of the folders above that is a target itself. */
  private static Optional<String> outer(Map<String, Span> targets, String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (targets.containsKey(path.substring(0, slash))) {
        return Optional.of(path.substring(0, slash));
      }
    }
    return Optional.empty();
  }
}
