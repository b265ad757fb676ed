package waybill.conformance.tidy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.tidy.Project.FILES;
import static waybill.conformance.tidy.Project.JAVA;

import com.sun.source.tree.MemberSelectTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may see whom: the picture in ARCHITECTURE.md, as data. */
class WallsTest {

  private static final Set<String> LOWER =
      Set.of(
          "picocli", "signals", "model", "files", "cli", "images", "data", "web", "sandbox",
          "engine");

  /**
   * Module to the modules its shipped code may name. Arrows point down only, and no dialect sees
   * another.
   */
  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          entry("libraries/picocli", Set.of()),
          entry("libraries/signals", Set.of()),
          entry("testing", Set.of()),
          entry("model", Set.of()),
          entry("files", Set.of("model")),
          entry("cli", Set.of("model", "picocli", "signals")),
          entry("images", Set.of("files", "model")),
          entry("data", Set.of("files", "model")),
          entry("web", Set.of()),
          entry("sandbox", Set.of("model")),
          entry("engine", Set.of("files", "model")),
          entry("backends/local", Set.of("engine", "images", "sandbox", "files", "model")),
          entry(
              "dialects/maelstrom", Set.of("engine", "images", "cli", "files", "model", "picocli")),
          entry("agent", Set.of("engine", "cli", "files", "model")),
          entry("dialects/opspec", Set.of("engine", "images", "cli", "files", "model", "picocli")),
          entry(
              "dialects/bacalhau", Set.of("engine", "images", "cli", "files", "model", "picocli")),
          entry(
              "dialects/tyger",
              Set.of("engine", "data", "images", "web", "cli", "files", "model", "picocli")),
          entry("app", with(LOWER, "local", "agent", "maelstrom", "opspec", "bacalhau", "tyger")),
          // It starts the built product, and knows none of it from inside.
          entry("conformance", Set.of()),
          // It also measures the layers below the command, from inside, and starts a registry.
          entry("bench", with(LOWER, "local", "agent", "app", "testing")));

  private static final Pattern DEPENDENCY =
      Pattern.compile("<groupId>waybill</groupId><artifactId>([^<]+)<");

  private static final Pattern NAME_IN_PACKAGE =
      Pattern.compile("(waybill(?:\\.[a-z][a-z0-9_]*)+)\\.(?:[A-Z].*|\\*)");

  private static final Pattern NOT_A_WORD = Pattern.compile("\\W+");

  @Test
  void everyModuleStandsOnWhatItMay() {
    List<Finding> findings = new ArrayList<>();
    for (Project.TextFile pom :
        FILES.stream().filter(file -> file.path().endsWith("pom.xml")).toList()) {
      String module = pom.module();
      if (module.isEmpty()) {
        continue;
      }
      assertThat(MAY_SEE)
          .describedAs("modules that have a place in the order, see WallsTest")
          .containsKey(module);
      Matcher dependency = DEPENDENCY.matcher(pom.text());
      while (dependency.find()) {
        String other = dependency.group(1);
        if (!other.equals("testing") && !mayBeSeen(module).contains(other)) {
          findings.add(
              new Finding(
                  pom.path(), lineOf(pom.text(), dependency.start()), module + " on " + other));
        }
      }
    }
    Finding.none("arrows point down only: move what is shared into a lower module", findings);
  }

  @Test
  void codeNamesOnlyWhatItsModuleMaySee() {
    Map<String, String> modules = modulesOfPackages();
    List<Finding> findings = new ArrayList<>();
    for (JavaSource source : JAVA) {
      String module = source.file().module();
      namedPackages(source)
          .forEach(
              (named, line) -> {
                String other = modules.getOrDefault(named, module);
                boolean sees =
                    other.equals(module) || mayBeSeen(module).contains(simpleName(other));
                if (!sees && !(other.equals("testing") && !source.isMain())) {
                  findings.add(
                      new Finding(
                          source.file().path(), line, module + " names " + named + " of " + other));
                }
              });
    }
    Finding.none("arrows point down only: move what is shared into a lower module", findings);
  }

  @Test
  void packagesStandOnOneAnotherWithoutCycles() {
    Map<String, Set<String>> sees = new TreeMap<>();
    for (JavaSource source : JAVA) {
      if (source.isMain()) {
        Set<String> others = sees.computeIfAbsent(source.packageName(), name -> new TreeSet<>());
        others.addAll(namedPackages(source).keySet());
        others.remove(source.packageName());
      }
    }
    sees.values().forEach(others -> others.retainAll(sees.keySet()));
    // Whoever sees nothing that is left stands firm; what can never be taken away stands in a
    // circle.
    boolean taken = true;
    while (taken) {
      Set<String> firm = new TreeSet<>();
      sees.forEach((name, others) -> firm.addAll(others.isEmpty() ? Set.of(name) : Set.of()));
      sees.keySet().removeAll(firm);
      sees.values().forEach(others -> others.removeAll(firm));
      taken = !firm.isEmpty();
    }
    assertThat(sees)
        .describedAs("packages in a cycle: give what both need a package of its own below them")
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Set<String> described =
        JAVA.stream()
            .filter(JavaSource::isPackageInfo)
            .map(JavaSource::packageName)
            .collect(Collectors.toSet());
    Finding.none(
        "add a package-info.java with @NullMarked: what it is for, which class to read first, what must not be in it",
        JAVA.stream()
            .filter(source -> source.isMain() && !described.contains(source.packageName()))
            .map(source -> new Finding(source.file().path(), 1, "package " + source.packageName()))
            .toList());
    Finding.none(
        "@org.jspecify.annotations.NullMarked and a comment",
        JAVA.stream()
            .filter(source -> source.isPackageInfo() && source.isMain())
            .filter(
                source ->
                    !source.file().text().contains("NullMarked")
                        || !source.file().text().startsWith("/**"))
            .map(source -> new Finding(source.file().path(), 1, "package " + source.packageName()))
            .toList());
  }

  /** A class of shipped code that only its own tests name is dead code with a guard. */
  @Test
  void everyClassIsUsed() {
    Map<Path, Set<String>> words = new HashMap<>();
    for (JavaSource source : JAVA) {
      words.put(
          source.file().path(),
          new HashSet<>(NOT_A_WORD.splitAsStream(source.file().text()).toList()));
    }
    List<Finding> findings = new ArrayList<>();
    for (JavaSource source : JAVA) {
      boolean shipped = source.isMain() && !source.file().module().equals("testing");
      boolean used =
          JAVA.stream()
              .filter(user -> !user.equals(source) && (user.isMain() || !shipped))
              .anyMatch(
                  user ->
                      words
                          .getOrDefault(user.file().path(), Set.of())
                          .contains(source.className()));
      if (!used && !source.isPackageInfo() && !isStartedFromOutside(source)) {
        findings.add(new Finding(source.file().path(), 1, source.className() + " is used nowhere"));
      }
    }
    Finding.none("use it, or remove it", findings);
  }

  private static boolean isNamedToTestRunner(String type) {
    return FILES.stream()
        .filter(file -> file.hasEnding("src/test/resources/junit-platform.properties"))
        .flatMap(file -> file.lines().stream())
        .anyMatch(line -> line.endsWith("= " + type));
  }

  /** By the JVM, or by the test runner. */
  private static boolean isStartedFromOutside(JavaSource source) {
    return source.file().text().contains("static void main(")
        || (!source.isMain() && source.className().endsWith("Test"))
        || isNamedToTestRunner(source.packageName() + "." + source.className());
  }

  private static Set<String> mayBeSeen(String module) {
    return MAY_SEE.getOrDefault(module, Set.of());
  }

  private static String simpleName(String module) {
    return module.substring(module.lastIndexOf('/') + 1);
  }

  /** Shipped packages only: a test may sit in the package of what it tests. */
  private static Map<String, String> modulesOfPackages() {
    Map<String, String> modules = new HashMap<>();
    for (JavaSource source : JAVA) {
      if (source.isMain()) {
        String other = modules.putIfAbsent(source.packageName(), source.file().module());
        assertThat(other == null || other.equals(source.file().module()))
            .describedAs(
                "package %s is in %s and in %s",
                source.packageName(), other, source.file().module())
            .isTrue();
      }
    }
    return modules;
  }

  /**
   * The packages of this project that a file names, by import or in full, each with the first line
   * that does.
   */
  private static Map<String, Long> namedPackages(JavaSource source) {
    Map<String, Long> named = new HashMap<>();
    for (MemberSelectTree select : source.all(MemberSelectTree.class)) {
      Matcher name = NAME_IN_PACKAGE.matcher(select.toString());
      if (name.matches()) {
        named.putIfAbsent(name.group(1), source.firstLine(select));
      }
    }
    return named;
  }

  private static long lineOf(String text, int offset) {
    return text.substring(0, offset).lines().count() + 1;
  }

  private static Set<String> with(Set<String> modules, String... more) {
    Set<String> all = new TreeSet<>(modules);
    all.addAll(List.of(more));
    return all;
  }
}
