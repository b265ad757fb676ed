package waybill.dialects.maelstrom.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.model.document.Span;
import waybill.model.problem.Problem;

/** The table of mistakes, each with the older program's words, line and column. */
class MistakesTest {

  private record Row(String input, String said) {}

  @TestFactory
  Stream<DynamicTest> saysWhatTheOlderProgramSays() throws IOException {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    "[" + row.input() + "]",
                    () -> assertThat(read(row.input())).isEqualTo(row.said())));
  }

  @TestFactory
  Stream<DynamicTest> pointsIntoTheText() throws IOException {
    return rows().stream()
        .filter(row -> !row.said().startsWith("ok "))
        .map(row -> DynamicTest.dynamicTest(row.input(), () -> pointsInto(row.input())));
  }

  private static void pointsInto(String input) {
    Problem problem = JobTexts.mistake(input).problem();
    Span span = problem.span();
    assertThat(span.startOffset()).isBetween(0L, (long) bytes(input).length);
    assertThat(span.endOffset()).isGreaterThan(span.startOffset());
    assertThat(span.startLine()).isBetween(1, 1 + (int) input.lines().count());
    assertThat(span.startColumn()).isPositive();
    assertThat(problem.message()).doesNotContain(" at line ");
  }

  private static String read(String input) throws IOException {
    JobReader reader = JobReader.of(SpecVersion.ORIGINAL, new ByteArrayInputStream(bytes(input)));
    int jobs = 0;
    try {
      while (reader.next().isPresent()) {
        jobs++;
      }
      return "ok " + jobs;
    } catch (SpecTextException e) {
      return e.getMessage();
    }
  }

  private static byte[] bytes(String input) {
    return input.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    String input = "";
    for (String line : table().lines().toList()) {
      if (line.startsWith("<")) {
        input = line.length() < 2 ? "" : line.substring(2);
        input = input.replace('␊', '\n').replace('␉', '\t').replace('␍', '\r');
      } else if (line.startsWith("> ")) {
        rows.add(new Row(input, line.substring(2)));
      }
    }
    return rows;
  }

  private static String table() throws IOException {
    try (InputStream in = MistakesTest.class.getResourceAsStream("mistakes.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
