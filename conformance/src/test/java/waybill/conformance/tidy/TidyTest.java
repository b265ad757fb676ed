package waybill.conformance.tidy;

import static waybill.conformance.tidy.Project.FILES;
import static waybill.conformance.tidy.Project.JAVA;

import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may stand in a file, and how much of it. */
class TidyTest {

  private static final int FILE_LINES = 700;
  private static final int TEST_FILE_LINES = 1200;
  private static final int FUNCTION_LINES = 70;

  private static final Pattern EMPTY_NAME =
      Pattern.compile(".*(Manager|Helper|Utils?|Service|Impl|Data|Info)");

  /** Only dialects and the wiring know these words; everything else is shared. */
  private static final Pattern DIALECT_WORD =
      Pattern.compile("maelstrom|opspec|opctl|bacalhau|tyger|codespec", Pattern.CASE_INSENSITIVE);

  private static final Pattern SHARED_MODULE =
      Pattern.compile("(?!dialects/|app$|conformance$|bench$).+");

  /**
   * In shipped code, by the text of the expression. The wiring and what tests share are where these
   * things come from.
   */
  private static final Map<String, String> CALLS =
      Map.of(
          "System.in", "take Invocation.in()",
          "System.out", "take Invocation.out()",
          "System.err", "take Invocation.err()",
          "System.exit", "return an Exit",
          "System.getenv", "take Invocation.environment()",
          "Runtime.getRuntime().exit", "return an Exit",
          "Runtime.getRuntime().halt", "return an Exit",
          "Runtime.getRuntime().addShutdownHook", "take Interrupts",
          "ServiceLoader.load", "wire it by hand, in app",
          "Class.forName", "name the class");

  private static final Set<String> MAY_CALL = Set.of("app", "testing", "bench");

  private static final Map<String, String> IMPORTS =
      Map.of(
          "java.lang.reflect.", "call it by its name",
          "java.util.logging.", "fail, or record an event",
          "lombok.", "write a record",
          "org.mockito.", "write a fake",
          "javax.inject.", "pass it to the constructor",
          "jakarta.inject.", "pass it to the constructor");

  /** Put together here, so that this file does not break its own rule. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}*$~-])/(work|tmp/wt)/\\w");

  /** A test may make one up. */
  private static final Pattern HOME_FOLDER = Pattern.compile("(?<![\\w.}*$~-])/(home|root)/\\w");

  private static final Pattern PACKAGE_REGISTRY =
      Pattern.compile(
          "repo1?\\.maven|maven\\.org/maven2|registry\\.npmjs|python"
              + "hosted|pypi\\.org|plugins\\.gradle");

  /** The last part of the type's name, with which a pattern begins. */
  private static final Pattern PATTERN_TYPE = Pattern.compile("(?:\\w+\\.)*(\\w+)");

  @Test
  void filesAreShortEnoughToReadInOneGo() {
    Finding.none(
        "one concept a file: move the second one out",
        FILES.stream()
            .filter(file -> file.hasEnding(".java") || isScriptOrC(file))
            .filter(
                file ->
                    file.lines().size()
                        > (file.path().toString().contains("/test/")
                            ? TEST_FILE_LINES
                            : FILE_LINES))
            .map(file -> new Finding(file.path(), 1, file.lines().size() + " lines"))
            .toList());
  }

  @Test
  void functionsFitOnAScreen() {
    List<Finding> findings = new ArrayList<>();
    for (JavaSource source : JAVA) {
      for (MethodTree method : source.all(MethodTree.class)) {
        long lines = source.lastLine(method) - source.firstLine(method) + 1;
        if (lines > FUNCTION_LINES) {
          findings.add(source.finding(method, method.getName() + " has " + lines + " lines"));
        }
      }
    }
    for (Project.TextFile file : FILES.stream().filter(TidyTest::isScriptOrC).toList()) {
      for (Functions.Function function : Functions.of(file)) {
        if (function.lines() > FUNCTION_LINES) {
          findings.add(
              new Finding(
                  file.path(),
                  function.firstLine(),
                  function.name() + " has " + function.lines() + " lines"));
        }
      }
    }
    Finding.none("at most " + FUNCTION_LINES + " lines: give its parts names", findings);
  }

  /** What a language calls one of its things is its name. */
  private static boolean isWordOfALanguage(JavaSource source, String name) {
    return name.equals("Service") && source.file().path().endsWith("spec/Kind.java");
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    Finding.none(
        "Manager, Helper, Util, Service, Impl, Data and Info say nothing: name what it is, or leave it where it is used",
        inJava(
            source -> true,
            ClassTree.class,
            (source, type) ->
                EMPTY_NAME.matcher(type.getSimpleName()).matches()
                        && !isWordOfALanguage(source, type.getSimpleName().toString())
                    ? "class " + type.getSimpleName()
                    : ""));
  }

  @Test
  void sharedModulesKnowNoDialect() {
    Finding.none(
        "shared code knows tasks, never dialects: say it in the words of ARCHITECTURE.md, or move it into the dialect",
        inLines(file -> SHARED_MODULE.matcher(file.module()).matches(), DIALECT_WORD));
  }

  @Test
  void nothingIsLeftUnfinished() {
    Finding.none("finish it, or leave it out", inLines(file -> true, UNFINISHED));
  }

  @Test
  void nothingNamesOneMachine() {
    List<Finding> paths = inLines(file -> true, MACHINE_PATH);
    paths.addAll(inLines(file -> !file.path().toString().contains("src/test/"), HOME_FOLDER));
    Finding.none(
        "take the folder from Folders, a setting or the test's own temporary folder", paths);
    Finding.none(
        "the builder's own settings say where packages come from",
        inLines(file -> true, PACKAGE_REGISTRY));
  }

  @Test
  void commandsTakeTheWorldAsArguments() {
    Finding.none(
        "what a command touches is in its Invocation, so that tests and a warm process can give it",
        inJava(
            source -> source.isMain() && !MAY_CALL.contains(source.file().module()),
            MemberSelectTree.class,
            (source, select) -> {
              String instead = CALLS.get(select.toString());
              return instead == null ? "" : select + ": " + instead;
            }));
  }

  @Test
  void nothingHidesWhatIsCalled() {
    Finding.none(
        "a newcomer must be able to click from `main` to the system call",
        inJava(
            source -> true,
            ImportTree.class,
            (source, tree) -> {
              String name = tree.getQualifiedIdentifier().toString();
              return IMPORTS.keySet().stream()
                  .filter(name::startsWith)
                  .map(prefix -> name + ": " + IMPORTS.get(prefix))
                  .collect(Collectors.joining());
            }));
  }

  @Test
  void testsWaitForWhatTheyNeedAndNeverSleep() {
    Finding.none(
        "wait for the thing itself: a latch, a process's end, a fake clock",
        inJava(
            source -> !source.isMain(),
            MemberSelectTree.class,
            (source, select) -> select.toString().equals("Thread.sleep") ? "Thread.sleep" : ""));
  }

  /**
   * Text, numbers and other people's classes are open; enums and what this project declares are
   * closed.
   */
  @Test
  void switchesNameEveryCaseOfAClosedSet() {
    Set<String> ours =
        JAVA.stream()
            .flatMap(source -> source.all(ClassTree.class).stream())
            .map(type -> type.getSimpleName().toString())
            .collect(Collectors.toSet());
    List<Finding> findings =
        inJava(
            source -> true,
            SwitchTree.class,
            (source, tree) -> wrongDefault(source, tree.getCases(), ours));
    findings.addAll(
        inJava(
            source -> true,
            SwitchExpressionTree.class,
            (source, tree) -> wrongDefault(source, tree.getCases(), ours)));
    Finding.none(
        "name the cases, so that the compiler finds this place when one is added; where that is not wanted, say why in a"
            + " comment beside `default`",
        findings);
  }

  private static String wrongDefault(
      JavaSource source, List<? extends CaseTree> cases, Set<String> ours) {
    boolean isClosed =
        cases.stream()
            .flatMap(one -> one.getLabels().stream())
            .anyMatch(label -> isClosed(label, ours));
    for (CaseTree one : cases) {
      boolean isDefault = one.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
      if (isDefault && isClosed && !hasCommentBeside(source, source.firstLine(one))) {
        return "default without a reason, line " + source.firstLine(one);
      }
    }
    return "";
  }

  /** A constant by its name, or a type of ours. */
  private static boolean isClosed(CaseLabelTree label, Set<String> ours) {
    if (label instanceof ConstantCaseLabelTree constant) {
      return constant.getConstantExpression() instanceof IdentifierTree;
    }
    Matcher type = PATTERN_TYPE.matcher(label.toString());
    return label instanceof PatternCaseLabelTree
        && type.lookingAt()
        && ours.contains(type.group(1));
  }

  /** On the line itself, the one before or the one after. */
  private static boolean hasCommentBeside(JavaSource source, long line) {
    List<String> lines = source.file().lines();
    long first = Math.max(line - 2, 0);
    long last = Math.min(line, lines.size() - 1L);
    for (long i = first; i <= last; i++) {
      if (lines.get((int) i).contains("//")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isScriptOrC(Project.TextFile file) {
    return file.hasEnding(".c")
        || file.hasEnding(".h")
        || file.text().startsWith("#!")
        || file.hasEnding(".sh");
  }

  private static List<Finding> inLines(Predicate<Project.TextFile> where, Pattern forbidden) {
    List<Finding> findings = new ArrayList<>();
    for (Project.TextFile file : FILES.stream().filter(where).toList()) {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = forbidden.matcher(lines.get(i));
        if (matcher.find()) {
          findings.add(new Finding(file.path(), i + 1L, matcher.group()));
        }
      }
    }
    return findings;
  }

  /** What is wrong with a tree, or nothing. */
  private interface Rule<T extends Tree> {
    String wrongWith(JavaSource source, T tree);
  }

  private static <T extends Tree> List<Finding> inJava(
      Predicate<JavaSource> where, Class<T> kind, Rule<T> rule) {
    List<Finding> findings = new ArrayList<>();
    for (JavaSource source : JAVA.stream().filter(where).toList()) {
      for (T tree : source.all(kind)) {
        String wrong = rule.wrongWith(source, tree);
        if (!wrong.isEmpty()) {
          findings.add(source.finding(tree, wrong));
        }
      }
    }
    return findings;
  }
}
