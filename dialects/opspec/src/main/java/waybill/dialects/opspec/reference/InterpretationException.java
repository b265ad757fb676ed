package waybill.dialects.opspec.reference;

import java.util.Optional;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.model.document.Span;

/**
 * An expression has no value. The message is the root cause in the words that opctl uses, where it
 * has some.
 */
public final class InterpretationException extends WrongValueException {
  private static final long serialVersionUID = 1L;
  private final transient Optional<Span> span;

  public InterpretationException(String message) {
    this(message, Optional.empty());
  }

  public InterpretationException(String message, Span span) {
    this(message, Optional.of(span));
  }

  private InterpretationException(String message, Optional<Span> span) {
    super(message);
    this.span = span;
  }

  /** Where in the op.yml, if known. */
  public Optional<Span> span() {
    return span;
  }
}
