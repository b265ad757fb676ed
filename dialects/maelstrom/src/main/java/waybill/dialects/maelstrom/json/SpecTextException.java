package waybill.dialects.maelstrom.json;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.Severity;

/**
 * Reading a job stream came to an end that is its author's fault. It knows two places: the line and
 * column that the older program names, which is where its reader stood when the mistake was
 * noticed, and the span of what is wrong, for a frame around it.
 */
public final class SpecTextException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String bareMessage;
  private final transient Span span;
  private final transient Optional<String> help;
  private int line;
  private int column;

  /**
   * A mistake without line and column yet.
   *
   * @param code stable name of the kind of mistake
   * @param message the older program's words, without the place
   * @param span of what is wrong
   */
  public SpecTextException(String code, String message, Span span) {
    this(code, message, span, Optional.empty());
  }

  private SpecTextException(String code, String message, Span span, Optional<String> help) {
    // Without a stack trace: it is an answer, not a surprise, and hostile input makes many.
    super(message, null, false, false);
    this.code = code;
    this.bareMessage = message;
    this.span = span;
    this.help = help;
  }

  /** The same mistake with a word on what to write instead. */
  public SpecTextException withHelp(Optional<String> text) {
    SpecTextException helped = new SpecTextException(code, bareMessage, span, text);
    helped.line = line;
    helped.column = column;
    return helped;
  }

  /**
   * Gives it its line and column (in bytes), unless it has them: the innermost reader knows best.
   */
  SpecTextException placedAt(int atLine, int atColumn) {
    if (line == 0) {
      line = atLine;
      column = atColumn;
    }
    return this;
  }

  /** For example {@code missing field `layers` at line 1 column 15}. */
  @Override
  public String getMessage() {
    return line == 0 ? bareMessage : bareMessage + " at line " + line + " column " + column;
  }

  /** The same for a frame, which shows the place by itself. */
  public Problem problem() {
    return new Problem(Severity.ERROR, code, bareMessage, span, help, List.of());
  }
}
