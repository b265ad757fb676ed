package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.NumberText;
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

/** To string: what has a text. */
public final class StringCoercion {
  private static final String STRING = "string";

  private StringCoercion() {}

  /**
   * The text of a value; of a file its content, with the line end at its end.
   *
   * @throws CoercionException for dirs and sockets, and files that are no text
   */
  public static String text(Value value) {
    return switch (value) {
      case StringValue string -> string.text();
      case NumberValue number -> NumberText.plain(number.value());
      case BooleanValue bool -> Boolean.toString(bool.value());
      case FileValue file -> FileText.read(file, STRING);
      case ArrayValue array -> JsonContent.write(array, STRING);
      case ObjectValue object -> JsonContent.write(object, STRING);
      case NullValue nothing -> "";
      case DirValue dir -> throw CoercionException.incompatible(dir, STRING);
      case SocketValue socket -> throw CoercionException.incompatible(socket, STRING);
    };
  }

  /** The same as a value. */
  public static StringValue toStringValue(Value value) {
    return value instanceof StringValue string ? string : new StringValue(text(value));
  }
}
