package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;

/** To array: texts and files that hold one as JSON. */
public final class ArrayCoercion {
  private static final String ARRAY = "array";

  private ArrayCoercion() {}

  /**
   * The array that a value is or holds.
   *
   * @throws CoercionException if the value is none and holds none
   */
  public static ArrayValue toArray(Value value) {
    if (value instanceof ArrayValue array) {
      return array;
    }
    Value held = JsonContent.read(value, ARRAY);
    if (held instanceof ArrayValue array) {
      return array;
    }
    throw JsonContent.holdsAnother(value, ARRAY, held);
  }
}
