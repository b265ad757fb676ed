package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;

/** To boolean: what is empty, zero or says so is false. */
public final class BooleanCoercion {
  private static final String BOOLEAN = "boolean";

  private BooleanCoercion() {}

  /**
   * Whether a value counts as true.
   *
   * @throws CoercionException for dirs, sockets, and files that are no text
   */
  public static BooleanValue toBoolean(Value value) {
    return switch (value) {
      case BooleanValue bool -> bool;
      case ArrayValue array -> new BooleanValue(!array.items().isEmpty());
      case ObjectValue object -> new BooleanValue(!object.properties().isEmpty());
      case NumberValue number -> new BooleanValue(number.value() != 0);
      case StringValue string -> new BooleanValue(meansTrue(string.text()));
      case FileValue file ->
          new BooleanValue(
              meansTrue(FileText.withoutTrailingNewlines(FileText.read(file, BOOLEAN))));
      case NullValue nothing -> new BooleanValue(false);
      case DirValue dir -> throw CoercionException.incompatible(dir, BOOLEAN);
      case SocketValue socket -> throw CoercionException.incompatible(socket, BOOLEAN);
    };
  }

  /** False are the empty text, zeros, {@code false} and {@code f} in any case. */
  private static boolean meansTrue(String text) {
    boolean onlyZeros = true;
    for (int i = 0; i < text.length() && onlyZeros; i++) {
      onlyZeros = text.charAt(i) == '0';
    }
    return !onlyZeros && !text.equalsIgnoreCase("false") && !text.equalsIgnoreCase("f");
  }
}
