package waybill.sandbox;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs this module's tests where there is no build tool: {@code RunTests [PATTERN OF CLASS NAMES]}.
 * Prints a line for each test, {@code passed}, {@code failed} or {@code skipped}, a tab, its name,
 * and for the last two a tab and the reason with its line ends escaped; then the counts.
 */
final class RunTests implements TestExecutionListener {
  private final PrintStream out;
  private TestPlan plan;
  private int passed;
  private int failed;
  private int skipped;

  private RunTests(PrintStream out, TestPlan plan) {
    this.out = out;
    this.plan = plan;
  }

  public static void main(String[] arguments) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage("waybill.sandbox"))
            .filters(includeClassNamePatterns(arguments.length == 1 ? arguments[0] : ".*Test"))
            .build();
    var launcher = LauncherFactory.create();
    TestPlan tests = launcher.discover(request);
    var listener = new RunTests(new PrintStream(System.out, true, StandardCharsets.UTF_8), tests);
    launcher.execute(tests, listener);
    System.out.println(
        listener.passed
            + " passed, "
            + listener.failed
            + " failed, "
            + listener.skipped
            + " skipped");
    System.exit(listener.failed > 0 || listener.passed == 0 ? 1 : 0);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped++;
    tell("skipped", test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
          out.println("passed\t" + name(test));
        }
      }
      case ABORTED -> {
        skipped++;
        tell("skipped", test, result.getThrowable().map(Throwable::getMessage).orElse(""));
      }
      case FAILED -> {
        failed++;
        tell("failed", test, result.getThrowable().map(RunTests::trace).orElse(""));
      }
    }
  }

  private void tell(String what, TestIdentifier test, String reason) {
    out.println(
        what + "\t" + name(test) + "\t" + reason.replace("\\", "\\\\").replace("\n", "\\n"));
  }

  private String name(TestIdentifier test) {
    String parents =
        plan.getParent(test)
            .filter(parent -> parent.getParentId().isPresent())
            .map(parent -> name(parent) + " ")
            .orElse("");
    return parents
        + test.getSource().map(source -> name(source, test)).orElse(test.getDisplayName());
  }

  private static String name(TestSource source, TestIdentifier test) {
    return switch (source) {
      case MethodSource method when test.isTest() && !test.getDisplayName().contains("[") ->
          method.getMethodName();
      case ClassSource type when !test.getDisplayName().contains("[") ->
          type.getJavaClass().getSimpleName();
      default -> test.getDisplayName();
    };
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
