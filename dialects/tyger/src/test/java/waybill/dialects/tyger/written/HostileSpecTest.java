package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.dialects.tyger.TygerLanguage;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.SocketSpec;
import waybill.model.document.Source;
import waybill.model.problem.ProblemsException;

/** Whatever somebody writes, it is read or refused, and soon. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileSpecTest {

  @Test
  void naughtyStringsAreReadOrRefused() throws IOException {
    for (String file : List.of("bad_strings_full.txt", "bad_strings_labels.txt")) {
      Path strings = Shared.conformance().resolve("testdata").resolve(file);
      for (String string :
          new String(Files.readAllBytes(strings), StandardCharsets.UTF_8).split("\n", -1)) {
        everywhere(string);
      }
    }
  }

  private static void everywhere(String text) {
    WrittenCodespec codespec =
        new WrittenCodespec(
            Optional.of(text),
            Optional.of("job"),
            Optional.of(text),
            List.of(text),
            List.of(text, "$(" + text + ")", "$$" + text),
            Optional.of(text),
            Map.of("A", text, text, "x"),
            Optional.of(text),
            Resources.NONE,
            OptionalInt.empty(),
            List.of("in", text),
            List.of(),
            List.of(new SocketSpec(1, Optional.of(text), Optional.of(text))),
            Map.of(text, 1));
    String body = CodespecJson.write(codespec);
    sameOrRefused(body, codespec);
    readOrRefuse(body);
    readOrRefuse(text);
    readOrRefuse("image: " + text);
    readOrRefuse("job: {codespec: " + text + "}");
    readOrRefuse("{\"job\": {\"codespec\": " + body + ", \"tags\": " + tags(text) + "}}");
  }

  private static String tags(String text) {
    return BufferJson.write(
        new BufferJson.Wanted(Optional.of(text), Optional.empty(), Map.of("a", text, text, "b")));
  }

  /** What was written means the same when it is read, if it may be read at all. */
  private static void sameOrRefused(String body, WrittenCodespec codespec) {
    try {
      WrittenCodespec read = CodespecJson.read(Told.bytes(body));
      assertThat(read.args()).isEqualTo(codespec.args());
      assertThat(read.env()).isEqualTo(codespec.env());
      assertThat(read.image()).isEqualTo(codespec.image());
    } catch (Refusal refused) {
      assertThat(refused.text()).isNotEmpty();
    }
  }

  @Test
  void variablesThatDoubleEachOtherAreAProblemWithAPlace() {
    var text = new StringBuilder("image: i\nenv:\n  A0: xxxxxxxxxx\n");
    for (int i = 0; i < 30; i++) {
      text.append("  A%d: $(A%d)$(A%d)\n".formatted(i + 1, i, i));
    }
    var source = new Source("f.yml", text.toString());
    var problem = TygerLanguage.validate(source, false).list().getFirst();
    assertThat(problem.message()).contains("longer than 1048576 characters");
    assertThat(problem.span().startLine()).isEqualTo(2);
    assertThatThrownBy(() -> TygerLanguage.explain(source)).isInstanceOf(ProblemsException.class);
  }

  private static void readOrRefuse(String text) {
    Source source = new Source("f.yml", text);
    var problems = TygerLanguage.validate(source, false);
    try {
      assertThat(TygerLanguage.explain(source).text()).isNotEmpty();
      assertThat(problems.anyError()).isFalse();
    } catch (ProblemsException told) {
      assertThat(told.problems()).isNotEmpty();
    }
    api(text);
  }

  private static void api(String text) {
    for (Runnable read :
        List.<Runnable>of(
            () -> CodespecJson.checked(CodespecJson.read(Told.bytes(text))),
            () -> RunJson.read(Told.bytes(text)),
            () -> RunJson.readTags(Told.bytes(text)),
            () -> BufferJson.read(Told.bytes(text)))) {
      try {
        read.run();
      } catch (Refusal refused) {
        assertThat(refused.text()).isNotEmpty();
        assertThat(refused.code().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void sizesAreBounded() {
    String laughs = "a: &a [x, x]\n";
    for (char c = 'b'; c <= 'z'; c++) {
      String before = String.valueOf((char) (c - 1));
      laughs += c + ": &" + c + " [*" + before + ", *" + before + "]\n";
    }
    List<String> texts =
        List.of(
            "{\"a\":".repeat(100_000),
            "[".repeat(1_000_000),
            "- ".repeat(100_000),
            "image: " + "x".repeat(5 << 20),
            "a: 1\n".repeat(100_000),
            "{\"args\": [" + "\"\",".repeat(100_000) + "\"\"]}",
            "maxReplicas: " + "9".repeat(1000),
            "maxReplicas: 1e999999999",
            "{\"maxReplicas\": 1e999999999}",
            "resources: {gpu: 1e999999999}",
            "resources: {gpu: \"" + "1".repeat(100_000) + "\"}",
            "job: {codespec: " + "a".repeat(100_000) + "/versions/" + "9".repeat(100_000) + "x}",
            laughs,
            "args: &a [*a]",
            "\u0000",
            "\ufeff");
    for (String text : texts) {
      readOrRefuse(text);
      assertThat(TygerLanguage.validate(new Source("f.yml", text), false).anyError())
          .as(text.substring(0, Math.min(20, text.length())))
          .isTrue();
    }
  }

  @Test
  void everyPrefixOfAFileIsReadOrRefused() {
    String yaml =
        "job:\n  codespec:\n    image: i\n    buffers: {inputs: [a]}\n    args: [$(A_PIPE)]\n";
    String json =
        "{\"job\":{\"codespec\":{\"kind\":\"job\",\"image\":\"i\",\"env\":{\"A\":\"\\u0041\"}}}}";
    for (String text : List.of(yaml, json)) {
      for (int end = 0; end < text.length(); end++) {
        readOrRefuse(text.substring(0, end));
      }
    }
  }
}
