package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.WrongValueException;

/** A value cannot become one of another type. The message never quotes the value. */
public final class CoercionException extends WrongValueException {
  private static final long serialVersionUID = 1L;

  CoercionException(Value from, String to, String reason) {
    super("unable to coerce " + from.type() + " to " + to + ": " + reason);
  }

  /** For types of which no value ever becomes one of the other. */
  static CoercionException incompatible(Value from, String to) {
    return new CoercionException(from, to, "incompatible types");
  }
}
