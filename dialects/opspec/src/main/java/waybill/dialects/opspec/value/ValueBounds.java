package waybill.dialects.opspec.value;

import java.util.Optional;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.ObjectValue;

/**
 * How large values may get. A few lines can say a value that holds itself a million times, so
 * whoever builds one from others asks here.
 */
public final class ValueBounds {
  /** Of arrays and objects within each other. */
  public static final int DEPTH = 200;

  /** Arrays, objects and all that is in them; what is there twice counts twice. */
  public static final int VALUES = 500_000;

  /** Of any text that is made or read, in UTF-16 units or bytes. */
  public static final int TEXT = 64 << 20;

  private int left = VALUES;
  private boolean tooDeep;

  private ValueBounds() {}

  /** Why the value must not be used; empty when it is fine. Looks at {@link #VALUES} at most. */
  public static Optional<String> objection(Value value) {
    ValueBounds bounds = new ValueBounds();
    bounds.count(value, 0);
    if (bounds.tooDeep) {
      return Optional.of("the value has more than " + DEPTH + " arrays and objects in each other");
    }
    return bounds.left < 0
        ? Optional.of("the value has more than " + VALUES + " parts")
        : Optional.empty();
  }

  /** For whoever makes a text longer than {@link #TEXT}. */
  public static WrongValueException textTooLong() {
    return new WrongValueException("the text would be longer than " + (TEXT >> 20) + " MiB");
  }

  private void count(Value value, int depth) {
    left--;
    if (depth > DEPTH) {
      tooDeep = true;
    }
    if (left < 0 || tooDeep) {
      return;
    }
    if (value instanceof ArrayValue array) {
      for (Value item : array.items()) {
        count(item, depth + 1);
        if (left < 0) {
          return;
        }
      }
    } else if (value instanceof ObjectValue object) {
      for (Value property : object.properties().values()) {
        count(property, depth + 1);
        if (left < 0) {
          return;
        }
      }
    }
  }
}
