package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Gathered;

/**
 * Every gathered case of {@code tyger} holds for the built product, or for a part of it whose test
 * is named, or stands in docs/compatibility.md with the reason. What holds for every way of having
 * the product is in {@link TygerTest}; here it is the source tree.
 */
class TygerCasesTest {
  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<TygerDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Path _ = file();
    users = Users.open(scratch, TestImages::makeForCases);
    desks.add(TygerDesk.of(users.all().getFirst()));
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  private static Map<String, Promises.Promise<TygerDesk>> promises() {
    Map<String, Promises.Promise<TygerDesk>> all = new LinkedHashMap<>(TygerSpecCases.PROMISES);
    all.putAll(TygerRunCases.PROMISES);
    all.putAll(TygerBufferCases.PROMISES);
    return all;
  }

  @Test
  void everyCaseIsRunOrProvedOrListedWithItsReason() throws IOException {
    Map<String, String> listed = KnownDifferences.read();
    List<String> wrong = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      String id = id(entry);
      int places =
          (promises().containsKey(id) ? 1 : 0)
              + (TygerProofs.BY_CASE.containsKey(id) ? 1 : 0)
              + (listed.containsKey(id) ? 1 : 0);
      if (places != 1) {
        wrong.add(id + " is in " + places);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void proofsAreThere() throws IOException {
    assertThat(TygerProofs.missing()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Map<String, Promises.Promise<TygerDesk>> promises = promises();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      Promises.Promise<TygerDesk> promise = promises.get(id(entry));
      if (promise != null) {
        tests.add(dynamicTest(id(entry), () -> promise.hold(desks.getFirst().another())));
      }
    }
    return tests.stream();
  }

  private static String id(Map<?, ?> entry) {
    return String.valueOf(entry.get("id"));
  }

  private static Path file() {
    return Gathered.cases("tyger-cases.yaml");
  }
}
