package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.model.document.Source;
import waybill.testing.CaseDocument;
import waybill.testing.Gathered;

/** The cases about reading: each is accepted or refused as it was resolved, tables row by row. */
class CasesTest {
  /** Deviations that are only refused by those who want to be strict. */
  private static final Set<String> STRICT = Set.of("J19", "J20", "T01", "R09");

  /** What they say there is of another range than ours, which begins at 1. */
  private static final Set<String> OTHER_TEXT = Set.of("J07", "J30");

  // BA-23, BA-34, BA-35, BA-64, BA-73, BA-74, BA-76
  @TestFactory
  Stream<DynamicTest> jobs() throws IOException {
    Map<?, ?> bases = (Map<?, ?>) CaseDocument.get(Gathered.read(file()), "bases");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map<?, ?> entry : Gathered.entries(file(), "cases")) {
      Optional<String> job = CaseDocument.text(entry, bases);
      String result = result(entry);
      if (job.isPresent() && !entry.containsKey("table") && isVerdict(result)) {
        String id = String.valueOf(entry.get("id"));
        tests.add(
            DynamicTest.dynamicTest(
                id + " " + entry.get("title"), () -> check(id, entry, job.get(), result)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(55);
    return tests.stream();
  }

  private static boolean isVerdict(String result) {
    return result.startsWith("error") || result.startsWith("valid");
  }

  private static void check(String id, Map<?, ?> entry, String job, String result) {
    boolean strict = STRICT.contains(id);
    List<String> told = Told.of(new Source("job.yaml", job), Optional.empty(), strict);
    boolean refused = told.stream().anyMatch(line -> !line.startsWith("?"));
    assertThat(refused).as("%s %s", told, job).isEqualTo(result.startsWith("error"));
    for (String text : OTHER_TEXT.contains(id) ? List.<String>of() : texts(entry)) {
      assertThat(told).anySatisfy(line -> assertThat(line).contains(text));
    }
  }

  /** What the older program says when it refuses the same. */
  private static List<String> texts(Map<?, ?> entry) {
    if (entry.get("real") instanceof Map<?, ?> real
        && "error".equals(real.get("validate"))
        && result(entry).startsWith("error")
        && real.get("text") != null
        && !"J05".equals(entry.get("id"))) {
      return real.get("text") instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of(String.valueOf(real.get("text")));
    }
    return List.of();
  }

  private static String result(Map<?, ?> entry) {
    return entry.get("resolved") instanceof Map<?, ?> resolved
        ? String.valueOf(resolved.get("result"))
        : "";
  }

  @TestFactory
  Stream<DynamicTest> badPorts() throws IOException {
    return rows(
        "N16",
        (job, row) -> CaseDocument.set(job, "Tasks.0.Network", CaseDocument.get(row, "net")));
  }

  @TestFactory
  Stream<DynamicTest> addresses() throws IOException {
    return rows("S03", (job, row) -> input(job, "urlDownload", row, "URL"));
  }

  @TestFactory
  Stream<DynamicTest> publishersOfS3() throws IOException {
    return rows(
        "S22",
        (job, row) ->
            CaseDocument.set(
                job,
                "Tasks.0.Publisher",
                Map.of("Type", "s3", "Params", CaseDocument.get(row, "params"))));
  }

  @TestFactory
  Stream<DynamicTest> partitions() throws IOException {
    return rows(
        "S12",
        (job, row) -> {
          Object partition = CaseDocument.copy(row);
          ((Map<?, ?>) partition).remove("text");
          Map<String, Object> params = Map.of("Bucket", "b", "Key", "k", "Partition", partition);
          CaseDocument.set(job, "Tasks.0.InputSources", List.of(source("s3", params)));
        });
  }

  @TestFactory
  Stream<DynamicTest> waysOfCreating() throws IOException {
    return rows(
        "S09",
        (job, row) -> {
          Map<String, Object> params =
              Map.of("SourcePath", "/d", "CreateAs", CaseDocument.get(row, "in"));
          CaseDocument.set(job, "Tasks.0.InputSources", List.of(source("local", params)));
        });
  }

  private interface Change {
    void apply(Object job, Map<?, ?> row);
  }

  private static void input(Object job, String type, Map<?, ?> row, String key) {
    Map<String, Object> params = Map.of(key, CaseDocument.get(row, key));
    CaseDocument.set(job, "Tasks.0.InputSources", List.of(source(type, params)));
  }

  private static Map<String, Object> source(String type, Map<String, Object> params) {
    return Map.of("Target", "/in", "Source", Map.of("Type", type, "Params", params));
  }

  private static Stream<DynamicTest> rows(String id, Change change) throws IOException {
    Object base =
        CaseDocument.get((Map<?, ?>) CaseDocument.get(Gathered.read(file()), "bases"), "docker");
    Map<?, ?> entry =
        Gathered.entries(file(), "cases").stream()
            .filter(one -> id.equals(one.get("id")))
            .findFirst()
            .orElseThrow();
    return ((List<?>) CaseDocument.get(entry, "table"))
        .stream()
            .map(row -> (Map<?, ?>) row)
            .map(
                row ->
                    DynamicTest.dynamicTest(
                        id + " " + row,
                        () -> {
                          Object job = CaseDocument.copy(base);
                          change.apply(job, row);
                          List<String> told = Told.of(CaseDocument.json(job));
                          boolean good = Boolean.TRUE.equals(row.get("ok"));
                          assertThat(told.stream().allMatch(line -> line.startsWith("?")))
                              .as("%s", told)
                              .isEqualTo(good);
                          if (row.get("text") != null) {
                            assertThat(told)
                                .anySatisfy(
                                    line ->
                                        assertThat(line).contains(String.valueOf(row.get("text"))));
                          }
                        }));
  }

  private static Path file() {
    return Gathered.cases("bacalhau-cases.yaml");
  }
}
