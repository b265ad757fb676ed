package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ObjectValue;

/** To object: texts and files that hold one as JSON. */
public final class ObjectCoercion {
  private static final String OBJECT = "object";

  private ObjectCoercion() {}

  /**
   * The object that a value is or holds.
   *
   * @throws CoercionException if the value is none and holds none
   */
  public static ObjectValue toObject(Value value) {
    if (value instanceof ObjectValue object) {
      return object;
    }
    Value held = JsonContent.read(value, OBJECT);
    if (held instanceof ObjectValue object) {
      return object;
    }
    throw JsonContent.holdsAnother(value, OBJECT, held);
  }
}
