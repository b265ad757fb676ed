package waybill.dialects.tyger.written;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Ttl;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;

/** What has to hold in a run before anybody looks at codespecs and buffers that are stored. */
final class RunRules {
  private static final Duration LEAST_ACCESS = Duration.ofSeconds(30);
  private static final Duration MOST_ACCESS = Duration.ofHours(1);

  private RunRules() {}

  /** Checks all rules; {@code broken} gets every one that is broken. */
  static void check(WrittenRun run, Consumer<Broken> broken) {
    codespec(run.job().codespec(), Kind.JOB, broken);
    run.worker().ifPresent(worker -> codespec(worker.codespec(), Kind.WORKER, broken));
    arguments(run.job(), broken);
    least("job", "replicas", run.job().replicas(), 0, broken);
    run.worker().ifPresent(worker -> least("worker", "replicas", worker.replicas(), 0, broken));
    least("", "timeoutSeconds", run.timeoutSeconds(), 1, broken);
    TagRules.check(run.tags(), List.of("tags"), broken);
    TagRules.check(run.job().tags(), List.of("job", "tags"), broken);
    run.job().bufferTtl().ifPresent(ttl -> ttl(List.of("job", "bufferTtl"), ttl, broken));
    run.bufferAccessTtl().ifPresent(ttl -> accessTtl(ttl, broken));
  }

  private static void codespec(Optional<WrittenRef> ref, Kind kind, Consumer<Broken> broken) {
    List<String> place = List.of(kind.word());
    List<String> path = List.of(kind.word(), "codespec");
    if (ref.isEmpty()) {
      String text = RuleTexts.notUnderstood(RuleTexts.missing("codespec"), kind.word());
      broken.accept(
          Broken.value(place, "missing-codespec", text)
              .toAuthors("the " + kind.word() + " of a run needs `codespec`"));
      return;
    }
    switch (ref.get()) {
      case WrittenRef.Text(String text) -> {
        if (CodespecRef.read(text).isEmpty()) {
          broken.accept(Broken.value(path, "bad-reference", RuleTexts.badReference(text)));
        }
      }
      case WrittenRef.Inline(WrittenCodespec codespec) -> {
        CodespecRules.check(codespec, path, broken);
        codespec
            .kind()
            .flatMap(CodespecRules::kind)
            .filter(other -> other != kind)
            .ifPresent(
                other ->
                    broken.accept(
                        Broken.value(
                            Broken.path(path, "kind"),
                            "wrong-kind",
                            RuleTexts.wrongKind(kind.word(), kind.word(), other.word()))));
      }
    }
  }

  /** Buffers are given for parameters, once; those of a stored codespec are looked at later. */
  private static void arguments(WrittenRun.WrittenJob job, Consumer<Broken> broken) {
    Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> argument : job.buffers().entrySet()) {
      String name = argument.getKey();
      List<String> path = List.of("job", "buffers", name);
      if (first.put(name, name) != null) {
        String text = RuleTexts.repeatedArgument(name);
        broken.accept(Broken.key(path, "repeated-argument", text));
      } else if (isStray(name, job.codespec())) {
        String text = RuleTexts.strayArgument(name, argument.getValue());
        broken.accept(Broken.key(path, "stray-argument", text));
      }
    }
  }

  private static boolean isStray(String name, Optional<WrittenRef> ref) {
    return ref.isPresent()
        && ref.get() instanceof WrittenRef.Inline(WrittenCodespec codespec)
        && codespec.inputs().stream().noneMatch(name::equalsIgnoreCase)
        && codespec.outputs().stream().noneMatch(name::equalsIgnoreCase);
  }

  private static void least(
      String part, String field, OptionalInt given, int least, Consumer<Broken> broken) {
    if (given.isPresent() && given.getAsInt() < least) {
      List<String> path = part.isEmpty() ? List.of(field) : List.of(part, field);
      String text = RuleTexts.tooSmall(field, Math.max(1, least), given.getAsInt());
      broken.accept(Broken.value(path, "bad-number", text));
    }
  }

  private static void ttl(List<String> path, String text, Consumer<Broken> broken) {
    if (Ttl.readWritten(text).isEmpty()) {
      broken.accept(badTtl(path, text));
    }
  }

  private static Broken badTtl(List<String> path, String text) {
    String told = RuleTexts.badTtl(text);
    String message = RuleTexts.notUnderstood(told, String.join(".", path));
    return Broken.value(path, "bad-ttl", message).toAuthors(told);
  }

  private static void accessTtl(String text, Consumer<Broken> broken) {
    List<String> path = List.of("bufferAccessTtl");
    Optional<Duration> ttl = Ttl.readWritten(text);
    if (ttl.isEmpty()) {
      broken.accept(badTtl(path, text));
    } else if (ttl.get().compareTo(LEAST_ACCESS) < 0) {
      broken.accept(Broken.value(path, "bad-ttl", RuleTexts.SHORT_ACCESS_TTL));
    } else if (ttl.get().compareTo(MOST_ACCESS) > 0) {
      broken.accept(Broken.value(path, "bad-ttl", RuleTexts.LONG_ACCESS_TTL));
    }
  }
}
