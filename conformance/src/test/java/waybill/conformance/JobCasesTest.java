package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.CaseDocument;
import waybill.testing.Gathered;
import waybill.testing.Needs;

/**
 * Every gathered case of {@code bacalhau}, with the built product: those about reading are
 * validated, those about running run, and the rest stand in docs/compatibility.md with the reason.
 */
class JobCasesTest {
  /** Tables about reading; the dialect's own tests hold them row by row. */
  private static final Set<String> TABLES_OF_READING = Set.of("N16", "S03", "S09", "S12", "S22");

  /** Refused only by those who want to be strict. */
  private static final Set<String> STRICT = Set.of("J19", "J20", "T01", "R09");

  /** What cannot be seen where no limits can be had. */
  private static final Set<String> OF_LIMITS = Set.of("R08", "R10", "R12", "O09", "L12", "L18");

  /** What takes long and is the same for everybody. */
  private static final Set<String> ONCE = Set.of("J28", "L17");

  private static final String NOT_YET = "cannot be used yet";

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<JobDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Path _ = file();
    users = Users.open(scratch, TestImages::makeForCases);
    for (OpUser user : users.all()) {
      desks.add(JobDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  /** What holds for a case's job. */
  interface Promise {
    void hold(JobDesk desk, GatheredJob job) throws IOException, InterruptedException;
  }

  private static Map<String, Promise> promises() {
    Map<String, Promise> all = new LinkedHashMap<>(JobTaskCases.PROMISES);
    all.putAll(JobLifeCases.PROMISES);
    return all;
  }

  @Test
  void everyCaseIsReadOrRunOrListedWithItsReason() throws IOException {
    List<String> nowhere = new ArrayList<>();
    Set<String> listed = KnownDifferences.read().keySet();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      String id = id(entry);
      boolean run = promises().containsKey(id);
      assertThat(run && listed.contains(id)).describedAs(id + " is run and listed").isFalse();
      if (!run && !listed.contains(id) && !isOfReading(entry)) {
        nowhere.add(id);
      }
    }
    assertThat(nowhere).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> casesOfReading() throws IOException {
    JobDesk desk = desks.getFirst();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      if (isOfReading(entry) && !TABLES_OF_READING.contains(id(entry))) {
        String text = CaseDocument.text(entry, bases()).orElseThrow();
        String expected = result(entry).startsWith("error") ? "exit 1" : "exit 0";
        tests.add(dynamicTest(name(desk, entry), () -> validate(desk, entry, text, expected)));
      }
    }
    return tests.stream();
  }

  private static void validate(JobDesk desk, Map<?, ?> entry, String text, String expected)
      throws IOException, InterruptedException {
    String file = desk.write(text);
    Ending ending =
        STRICT.contains(id(entry))
            ? desk.job("validate", "--strict", file)
            : desk.job("validate", file);
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo(expected);
    assertThat(ending.stderr().contains("error: ")).isEqualTo(expected.equals("exit 1"));
  }

  @TestFactory
  Stream<DynamicTest> casesOfRunning() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Promise> promises = promises();
    for (JobDesk desk : desks) {
      for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
        String id = id(entry);
        Promise promise = promises.get(id);
        if (promise != null && (desk.equals(desks.getFirst()) || !ONCE.contains(id))) {
          GatheredJob job = GatheredJob.of(entry, bases());
          tests.add(dynamicTest(name(desk, entry), () -> hold(desk, job, promise)));
        }
      }
    }
    return tests.stream();
  }

  private static void hold(JobDesk desk, GatheredJob job, Promise promise)
      throws IOException, InterruptedException {
    if (OF_LIMITS.contains(job.id())) {
      Needs.need("limits", desk.limited(), "give this user control groups: `waybill doctor`");
    }
    promise.hold(desk.another(), job);
  }

  /** When one of these can be had, its case is to be run. */
  @TestFactory
  Stream<DynamicTest> casesOfWhatComesLaterAreRefused() throws IOException {
    JobDesk desk = desks.getFirst();
    Map<String, String> reasons = KnownDifferences.read();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      if (reasons.getOrDefault(id(entry), "").startsWith("later") && entry.containsKey("base")) {
        String text = GatheredJob.of(entry, bases()).text(desk);
        tests.add(
            dynamicTest(
                name(desk, entry),
                () -> assertThat(desk.run(text, "--dry-run").stderr()).contains(NOT_YET)));
      }
    }
    return tests.stream();
  }

  private static boolean isOfReading(Map<?, ?> entry) {
    String result = result(entry);
    boolean verdict = result.startsWith("error") || result.startsWith("valid");
    return TABLES_OF_READING.contains(id(entry))
        || (verdict && CaseDocument.text(entry, bases()).isPresent());
  }

  private static String result(Map<?, ?> entry) {
    return entry.get("resolved") instanceof Map<?, ?> resolved
        ? String.valueOf(resolved.get("result"))
        : "";
  }

  private static String id(Map<?, ?> entry) {
    return String.valueOf(entry.get("id"));
  }

  private static String name(JobDesk desk, Map<?, ?> entry) {
    return desk.user().product().name() + ": " + id(entry) + ", " + entry.get("title");
  }

  private static Map<?, ?> bases() {
    try {
      return (Map<?, ?>) CaseDocument.get(Gathered.read(file()), "bases");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path file() {
    return Gathered.cases("bacalhau-cases.yaml");
  }
}
