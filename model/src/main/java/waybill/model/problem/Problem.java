package waybill.model.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;

/**
 * Something wrong in a document.
 *
 * @param code stable name for programs and documentation, {@code area/what-is-wrong}
 * @param message what is wrong and what was expected, in one line; may quote the document, so it is
 *     as hostile as the document
 * @param span where
 * @param help what to write instead, where we know
 * @param related other places one has to see to understand it
 */
public record Problem(
    Severity severity,
    String code,
    String message,
    Span span,
    Optional<String> help,
    List<Related> related) {

  public Problem {
    related = List.copyOf(related);
  }

  public static Problem error(String code, String message, Span span) {
    return new Problem(Severity.ERROR, code, message, span, Optional.empty(), List.of());
  }

  public static Problem warning(String code, String message, Span span) {
    return new Problem(Severity.WARNING, code, message, span, Optional.empty(), List.of());
  }

  public Problem withHelp(String text) {
    return withHelp(Optional.of(text));
  }

  /** With that help, if there is one: fits {@link NearestNames#help}. */
  public Problem withHelp(Optional<String> text) {
    return new Problem(severity, code, message, span, text, related);
  }

  /** As severe as that. */
  public Problem as(Severity other) {
    return new Problem(other, code, message, span, help, related);
  }

  public Problem withRelated(Span place, String word) {
    List<Related> all = new ArrayList<>(related);
    all.add(new Related(place, word));
    return new Problem(severity, code, message, span, help, all);
  }
}
