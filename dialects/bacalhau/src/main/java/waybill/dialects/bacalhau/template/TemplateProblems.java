package waybill.dialects.bacalhau.template;

import java.util.Map;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.shape.ShortText;

/** What is said of a template that cannot be filled. */
final class TemplateProblems {
  private static final int MAX_PLACES = 10;
  private static final String CODE = "bacalhau/template";

  private TemplateProblems() {}

  static Problem unknown(Source source, Map<String, Action> unknown) {
    StringBuilder names = new StringBuilder();
    int named = 0;
    for (String name : unknown.keySet()) {
      if (named++ == 100) {
        names.append(", …");
        break;
      }
      names.append(named == 1 ? "" : ", ").append('`').append(ShortText.of(name)).append('`');
    }
    Problem problem =
        Problem.error(
                CODE,
                "the template needs " + names + ", which nobody gave",
                span(source, unknown.values().iterator().next()))
            .withHelp(
                "give them with `-V NAME=VALUE`, or say `--no-template` if the braces are the"
                    + " job's own");
    int places = 0;
    for (Map.Entry<String, Action> other : unknown.entrySet()) {
      if (places > 0 && places < MAX_PLACES) {
        problem = problem.withRelated(span(source, other.getValue()), "here");
      }
      places++;
    }
    return problem;
  }

  static Problem notUnderstood(Source source, Action action, String why) {
    return Problem.error(
            CODE,
            "`{{" + ShortText.of(action.inside()) + "}}` is not understood: " + why,
            span(source, action))
        .withHelp(
            "there are `{{.name}}`, `index . \"name\"`, `or`, `and`, `not`, `eq`, `ne`, `if`,"
                + " `else` and `end`; `--no-template` leaves braces alone");
  }

  static Problem notClosed(Source source, Action action) {
    return Problem.error(CODE, "`{{` is not closed by `}}`", start(source, action));
  }

  static Problem notEnded(Source source, Action action) {
    return Problem.error(CODE, "this `if` has no `{{end}}`", span(source, action));
  }

  static Problem nothingOpen(Source source, Action action) {
    return Problem.error(
        CODE, "`" + ShortText.of(action.inside()) + "` belongs to no `if`", span(source, action));
  }

  static Problem tooDeep(Source source, Action action, int most) {
    return Problem.error(CODE, "`if` is nested more than " + most + " deep", span(source, action));
  }

  static Problem tooMany(Source source, int most) {
    return Problem.error(
        CODE,
        "the template has more than " + most + " pairs of braces",
        TextPlaces.of(source.text(), 0, 0));
  }

  static Problem tooLong(Source source) {
    return Problem.error(
        CODE,
        "the template grows beyond " + (Filled.MAX_LENGTH >> 20) + " Mi characters when filled",
        TextPlaces.of(source.text(), 0, 0));
  }

  private static Span span(Source source, Action action) {
    return TextPlaces.of(source.text(), action.start(), action.end());
  }

  private static Span start(Source source, Action action) {
    return TextPlaces.of(source.text(), action.start(), action.start() + 2);
  }
}
