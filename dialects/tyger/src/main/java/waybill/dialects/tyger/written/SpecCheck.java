package waybill.dialects.tyger.written;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waybill.dialects.tyger.expand.Expansion;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.TygerProblems;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.shape.JsonSchemaWriter;
import waybill.model.shape.ShapeWords;

/** Everything that is wrong in a file, with its place: what command and server would say. */
public final class SpecCheck {
  private final Problems problems = new Problems();
  private final Document document;
  private final Set<Long> told = new HashSet<>();

  private SpecCheck(Document document) {
    this.document = document;
  }

  /** What a file says. */
  public sealed interface Checked {
    /** A codespec, with its kind. */
    record Codespec(WrittenCodespec codespec) implements Checked {}

    /** A run, its codespecs with their kinds. */
    record Run(WrittenRun run) implements Checked {}
  }

  /**
   * Looks at nothing but the text.
   *
   * @param problems gets what is wrong, and what deserves a warning
   * @return nothing where the text cannot be understood at all
   */
  public static Optional<Checked> check(Source source, Problems problems) {
    try {
      SpecCheck check = new SpecCheck(SpecFiles.document(source));
      Optional<Checked> checked = check.check();
      problems.addInOrder(check.problems);
      return checked;
    } catch (ProblemsException unreadable) {
      problems.addAll(unreadable);
      return Optional.empty();
    }
  }

  /** Whether a file that is such an object is about a run. */
  private static boolean isRun(SpecObject root) {
    Set<String> keys = lowerKeys(root);
    return keys.contains("job") || keys.contains("worker");
  }

  private static Set<String> lowerKeys(SpecObject object) {
    Set<String> keys = new HashSet<>();
    object.members().forEach(member -> keys.add(member.key().toLowerCase(Locale.ROOT)));
    return keys;
  }

  private Optional<Checked> check() {
    boolean run = document.root() instanceof SpecObject root && isRun(root);
    return run ? run() : codespec();
  }

  private Optional<Checked> codespec() {
    Optional<Part> part = SpecFiles.tree(document, SpecShapes.CODESPEC, problems);
    if (part.isEmpty()) {
      return Optional.empty();
    }
    WrittenCodespec codespec = SpecBuilder.codespec(part.get()).orOfKind(Kind.JOB);
    Consumer<Broken> broken = telling();
    codespec.name().ifPresent(name -> CodespecRules.checkName(name, broken));
    CodespecRules.check(codespec, List.of(), broken);
    expansion(codespec, List.of());
    return Optional.of(new Checked.Codespec(codespec));
  }

  private Optional<Checked> run() {
    Optional<Part> part = SpecFiles.tree(document, SpecShapes.RUN, problems);
    if (part.isEmpty()) {
      return Optional.empty();
    }
    WrittenRun run = SpecBuilder.run(part.get()).withKinds();
    RunRules.check(run, telling());
    if (run.job().codespec().isPresent()
        && run.job().codespec().get() instanceof WrittenRef.Inline(WrittenCodespec codespec)) {
      expansion(codespec, List.of("job", "codespec"));
    }
    return Optional.of(new Checked.Run(run));
  }

  /** A place that is wrong already is not told a second time. */
  private Consumer<Broken> telling() {
    boolean unknown = false;
    for (Problem problem : problems.list()) {
      told.add(problem.span().startOffset());
      unknown |= problem.code().equals("tyger/unknown-key");
    }
    // A key that nobody knows may stand for the one that is missing.
    boolean silent = unknown;
    return broken -> {
      boolean missing = broken.code().startsWith("missing-");
      Span span = span(broken.path(), broken.atKey());
      if (!(missing && silent) && (missing || told.add(span.startOffset()))) {
        String message = broken.forAuthors().orElse(broken.message());
        problems.add(TygerProblems.error(broken.code(), message, span));
      }
    };
  }

  private void expansion(WrittenCodespec codespec, List<String> where) {
    pipes(codespec, where);
    try {
      var _ = ExpandedCodespec.of(codespec);
    } catch (Refusal tooLarge) {
      Span span = span(Broken.path(where, "env"), true);
      problems.add(TygerProblems.error("too-large", tooLarge.text(), span));
    }
  }

  /** References to pipes of buffers that there are not: they stay as they are, and help nobody. */
  private void pipes(WrittenCodespec codespec, List<String> where) {
    Set<String> known = new HashSet<>(codespec.env().keySet());
    codespec.inputs().forEach(name -> known.add(CodespecRules.pipe(name)));
    codespec.outputs().forEach(name -> known.add(CodespecRules.pipe(name)));
    pipes(codespec.command(), Broken.path(where, "command"), known);
    pipes(codespec.args(), Broken.path(where, "args"), known);
  }

  private void pipes(List<String> words, List<String> path, Set<String> known) {
    for (int i = 0; i < words.size(); i++) {
      for (String name : Expansion.references(words.get(i))) {
        if (isPipe(name) && !known.contains(name)) {
          problems.add(
              TygerProblems.warning(
                      "unknown-pipe",
                      "no buffer has the pipe `$(" + name + ")`; it stays as it is written",
                      span(Broken.path(path, Integer.toString(i)), false))
                  .withHelp(NearestNames.help(name, known)));
        }
      }
    }
  }

  private static boolean isPipe(String name) {
    return name.endsWith("_PIPE") && name.length() <= 70 && name.indexOf(' ') < 0;
  }

  /** The place of what is there of a path. */
  private Span span(List<String> path, boolean atKey) {
    SpecValue value = document.root();
    Span span = first(value);
    for (String step : path) {
      if (value instanceof SpecObject object) {
        Optional<SpecObject.Member> member = member(object, step);
        if (member.isEmpty()) {
          return span;
        }
        value = member.get().value();
        span = atKey ? member.get().keySpan() : first(value);
      } else if (value instanceof SpecArray array && isIndex(step, array)) {
        value = array.elements().get(Integer.parseInt(step));
        span = first(value);
      } else {
        return span;
      }
    }
    return span;
  }

  private static boolean isIndex(String step, SpecArray array) {
    return step.chars().allMatch(Character::isDigit)
        && Integer.parseInt(step) < array.elements().size();
  }

  private static Optional<SpecObject.Member> member(SpecObject object, String key) {
    // Of repeated ones the first is read.
    return object.members().stream()
        .filter(member -> member.key().equals(key))
        .findFirst()
        .or(
            () ->
                object.members().stream()
                    .filter(member -> member.key().equalsIgnoreCase(key))
                    .findFirst());
  }

  private static Span first(SpecValue value) {
    return value instanceof SpecObject object ? ShapeWords.firstPlace(object) : value.span();
  }

  /** JSON Schema (draft 7) of files with a codespec, for editors. */
  public static String codespecSchema() {
    return JsonSchemaWriter.write("Tyger codespec", SpecShapes.codespec(true));
  }

  /** The same of files with a run. */
  public static String runSchema() {
    return JsonSchemaWriter.write("Tyger run", SpecShapes.run(true));
  }
}
