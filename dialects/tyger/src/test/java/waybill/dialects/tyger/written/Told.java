package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Codespec;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.Severity;

/** What is said of a codespec or run, in lines; and shorter words for reading them. */
final class Told {
  private Told() {}

  /** {@code LINE:COLUMN MESSAGE}, warnings with a question mark before them. */
  static List<String> of(String text) {
    return of(new Source("f.yml", text));
  }

  static List<String> of(Source source) {
    Problems problems = new Problems();
    var _ = SpecCheck.check(source, problems);
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems.list()) {
      String mark = problem.severity() == Severity.WARNING ? "?" : "";
      String place = problem.span().startLine() + ":" + problem.span().startColumn();
      String help = problem.help().map(text -> " (" + text + ")").orElse("");
      lines.add(mark + place + " " + problem.message() + help);
    }
    return lines;
  }

  static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** JSON with single quotes, as the API takes it. */
  static Codespec put(String body) {
    return CodespecJson.checked(CodespecJson.read(bytes(body.replace('\'', '"'))));
  }

  static String refusal(ThrowingCallable call) {
    List<String> text = new ArrayList<>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Refusal.class, refusal -> text.add(refusal.text()));
    return text.getFirst();
  }

  static String refusedPut(String body) {
    return refusal(() -> put(body));
  }
}
