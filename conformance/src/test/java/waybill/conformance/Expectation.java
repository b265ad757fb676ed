package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys of a case's expectation, each with what it means. A key that is not known here fails the
 * case.
 */
final class Expectation {

  /** A parser's refusal always names a place. */
  private static final Pattern REFUSED_BY_PARSER =
      Pattern.compile("(?m)^Error: .* at line \\d+ column \\d+$");

  private Expectation() {}

  /** Fails, naming everything that is different, unless the ending is the expected one. */
  static void check(Map<String, Object> expected, Ending ending, Path projectFolder)
      throws IOException {
    assertThat(expected).describedAs("an expectation").isNotEmpty();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Object> entry : expected.entrySet()) {
      try {
        check(entry.getKey(), entry.getValue(), ending, projectFolder);
      } catch (AssertionError e) {
        wrong.add(entry.getKey() + ": " + e.getMessage());
      }
    }
    assertThat(wrong).describedAs("it ended with %s", ending).isEmpty();
  }

  private static void check(String key, Object value, Ending ending, Path folder)
      throws IOException {
    switch (key) {
      case "exit" -> assertThat(ending.how()).isEqualTo("exit " + value);
      case "exit_one_of" ->
          assertThat(Case.texts(value)).contains(ending.how().replaceFirst("^exit ", ""));
      case "killed_by_signal" -> assertThat(ending.how()).isEqualTo("signal " + value);
      case "parses" ->
          assertThat(REFUSED_BY_PARSER.matcher(ending.stderr()).find())
              .describedAs("refused")
              .isFalse();
      // Says how many elements were read, which shows on no stream.
      case "objects" -> assertThat(value).isNotNull();
      case "file_after" -> checkFiles((Map<?, ?>) value, folder);
      // The rest are a stream and what holds for it.
      default -> {
        boolean isStdout = key.startsWith("stdout_");
        assertThat(isStdout || key.startsWith("stderr_"))
            .describedAs("known key: %s", key)
            .isTrue();
        checkStream(
            key.substring("stdout_".length()), value, isStdout ? ending.stdout() : ending.stderr());
      }
    }
  }

  private static void checkStream(String how, Object value, String stream) {
    switch (how) {
      case "exact" -> assertThat(stream).isEqualTo(value);
      case "prefix" -> assertThat(stream).startsWith(value.toString());
      case "contains" ->
          assertThat(stream)
              .contains(value instanceof List<?> ? Case.texts(value) : List.of("" + value));
      case "lines_any_order" ->
          assertThat(stream.lines()).containsExactlyInAnyOrderElementsOf(Case.texts(value));
      case "regex_lines_any_order" ->
          checkLines(Case.texts(value), stream.lines().sorted().toList());
      // Keys come from a file that may be newer than this class.
      default -> throw new AssertionError("unknown expectation of a stream: " + how);
    }
  }

  private static void checkLines(List<String> patterns, List<String> lines) {
    assertThat(lines).hasSameSizeAs(patterns);
    for (String pattern : patterns) {
      assertThat(lines).anyMatch(line -> line.matches(pattern));
    }
  }

  private static void checkFiles(Map<?, ?> contents, Path folder) throws IOException {
    for (Map.Entry<?, ?> entry : contents.entrySet()) {
      assertThat(Files.readString(folder.resolve(entry.getKey().toString())))
          .isEqualTo(entry.getValue());
    }
  }
}
