package waybill.dialects.opspec.written.problem;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;

/** What is said of an op.yml that is not right: every text, in one place. */
public final class OpProblems {
  private static final int SHORT = 60;

  private OpProblems() {}

  public static Problem unknownKey(String where, String what, String key, Span span) {
    return Problem.error(
        "opspec/unknown-key", subject(where, what) + " has no key `" + key + "`", span);
  }

  /** What a sentence is about. */
  private static String subject(String where, String what) {
    return where.isEmpty() ? what : "`" + where + "`, " + what + ",";
  }

  public static String known(List<String> names) {
    return "its keys are `" + String.join("`, `", names) + "`";
  }

  public static Problem badKey(String where, String key, String wanted, Span span) {
    return Problem.error(
        "opspec/bad-key",
        "a key of `" + where + "` must be " + wanted + ", not `" + key + "`",
        span);
  }

  public static Problem badText(String where, String wanted, String text, Span span) {
    return Problem.error(
        "opspec/bad-value", "`" + where + "` must be " + wanted + ", not `" + text + "`", span);
  }

  public static Problem wrongKind(String where, String wanted, SpecValue value, String written) {
    String subject = where.isEmpty() ? "an op.yml" : "`" + where + "`";
    return Problem.error(
        "opspec/wrong-type",
        subject + " must be " + wanted + ", not " + kind(value, written),
        value.span());
  }

  private static String kind(SpecValue value, String written) {
    return switch (value) {
      case SpecObject _ -> "a mapping";
      case SpecArray _ -> "a list";
      case SpecString _ -> "the text `" + written + "`";
      case SpecNumber _ -> "the number `" + written + "`";
      case SpecBoolean _ -> "the boolean `" + written + "`";
      case SpecNull _ -> "nothing";
    };
  }

  /**
   * What to do about a value of the wrong kind.
   *
   * @param text whether a text would have done
   * @param rule of such a text, with an example
   */
  public static Optional<String> kindHelp(SpecValue value, boolean text, Optional<String> rule) {
    if (rule.isPresent()) {
      return rule;
    }
    if (value instanceof SpecNull) {
      return Optional.of("give it a value, or leave the key out");
    }
    boolean unquoted = value instanceof SpecNumber || value instanceof SpecBoolean;
    return text && unquoted ? Optional.of("put it in quotes to make it text") : Optional.empty();
  }

  public static Problem missing(String where, String what, String key, SpecObject object) {
    return Problem.error(
        "opspec/missing-key", subject(where, what) + " needs `" + key + "`", firstPlace(object));
  }

  /** Of a large mapping its first key is enough to find it. */
  private static Span firstPlace(SpecObject object) {
    return object.members().isEmpty() ? object.span() : object.members().getFirst().keySpan();
  }

  public static Problem noneOf(String where, String what, List<String> names, Span span) {
    return Problem.error(
        "opspec/missing-key", subject(where, what) + " needs " + oneOf(names), span);
  }

  public static Problem severalOf(
      String where, String what, List<String> names, List<SpecObject.Member> present) {
    SpecObject.Member second = present.get(1);
    return Problem.error(
            "opspec/several-kinds",
            subject(where, what)
                + " has both `"
                + present.getFirst().key()
                + "` and `"
                + second.key()
                + "`",
            second.keySpan())
        .withHelp("it has exactly " + oneOf(names))
        .withRelated(present.getFirst().keySpan(), "the other one");
  }

  /** Names as "one of `a`, `b`", or the name where there is one. */
  public static String oneOf(List<String> names) {
    String all = "`" + String.join("`, `", names) + "`";
    return names.size() == 1 ? all : "one of " + all;
  }

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
    String line = text.replace('\n', ' ').replace('\r', ' ');
    if (line.length() <= SHORT) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(SHORT - 2)) ? SHORT - 2 : SHORT - 1;
    return line.substring(0, end) + "…";
  }
}
