package waybill.dialects.opspec.parameter;

import waybill.dialects.opspec.value.WrongValueException;

/** An argument is written in a way that no value of its type is. */
public final class ArgumentException extends WrongValueException {
  private static final long serialVersionUID = 1L;

  ArgumentException(String message) {
    super(message);
  }
}
