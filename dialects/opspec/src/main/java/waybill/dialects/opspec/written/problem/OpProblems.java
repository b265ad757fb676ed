package waybill.dialects.opspec.written.problem;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecNumber;
import waybill.model.problem.Problem;
import waybill.model.shape.ShortText;

/** What is said of an op.yml that is not right: every text, in one place. */
public final class OpProblems {
  private OpProblems() {}

  public static Problem repeatedKey(String key, Span span, Span first) {
    return Problem.warning(
            "opspec/repeated-key",
            "the key `" + shorten(key) + "` is written twice; the last one counts",
            span)
        .withRelated(first, "first here")
        .withHelp("take one of them out");
  }

  public static Problem notFinite(SpecNumber number) {
    return Problem.error(
            "opspec/number",
            "`" + shorten(number.text()) + "` is no number that can be worked with",
            number.span())
        .withHelp("numbers are finite and below 1.8e308; in quotes it is a text");
  }

  /** One older form and where it was used. */
  public static String olderForm(String older, String today, List<Span> places) {
    StringBuilder lines = new StringBuilder();
    int last = 0;
    for (Span place : places) {
      if (place.startLine() != last) {
        last = place.startLine();
        lines.append(lines.isEmpty() ? "" : ", ").append(last);
      }
    }
    String word = lines.indexOf(",") < 0 ? "line " : "lines ";
    return older + " (" + word + shorten(lines.toString()) + "), today " + today;
  }

  public static Problem olderForms(List<String> told, Span first) {
    return Problem.warning(
        "opspec/older-form",
        (told.size() == 1 ? "an older form: " : "older forms: ") + String.join("; ", told),
        first);
  }

  public static Problem portNumber(String ports, Span span) {
    return Problem.error(
            "opspec/port", "`" + shorten(ports) + "` is no port or range of ports", span)
        .withHelp("ports are numbers from 1 to 65535, and a range begins with the smaller one");
  }

  public static Problem unequalPorts(String inside, String outside, Span span) {
    return Problem.error(
            "opspec/port",
            "the range `"
                + shorten(outside)
                + "` has not as many ports as `"
                + shorten(inside)
                + "`",
            span)
        .withHelp("each port of the container needs one of the host");
  }

  public static Problem samePath(String path, Span span, Span first) {
    return Problem.error(
            "opspec/same-path", "`" + shorten(path) + "` is mounted twice in the container", span)
        .withRelated(first, "first here");
  }

  public static Problem textIsNoDir(String where, String text, Span span) {
    Problem problem =
        Problem.warning(
            "opspec/text-for-dir",
            "`"
                + shorten(where)
                + "` is bound to the text `"
                + shorten(text)
                + "`, which no dir is made of",
            span);
    int end = text.indexOf(')');
    if (text.startsWith("$(") && text.startsWith("/", end + 1)) {
      String inside = text.substring(0, end) + text.substring(end + 1) + ")";
      return problem.withHelp("a path goes inside: `" + shorten(inside) + "`");
    }
    return problem.withHelp("a variable is written `$(NAME)`, an embedded dir `$(./PATH)`");
  }

  public static Problem unknownNeed(String name, Span span, Optional<String> nearest) {
    return Problem.warning(
            "opspec/unknown-need",
            "`needs` names `"
                + shorten(name)
                + "`, and no other call of this `parallel` is called so",
            span)
        .withHelp(nearest);
  }

  public static Problem uselessNeed(Span span) {
    return Problem.warning(
            "opspec/useless-need", "`needs` means nothing outside of a `parallel`", span)
        .withHelp("leave it out");
  }

  /** In one line, cut where it is long. */
  public static String shorten(String text) {
    return ShortText.of(text);
  }
}
