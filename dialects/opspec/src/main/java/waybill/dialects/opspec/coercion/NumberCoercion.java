package waybill.dialects.opspec.coercion;

import waybill.dialects.opspec.value.NumberText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.StringValue;

/** To number: texts and files that hold one. */
public final class NumberCoercion {
  private static final String NUMBER = "number";

  private NumberCoercion() {}

  /**
   * A text must be a number and nothing else; a file may end in line ends.
   *
   * @throws CoercionException if the value is none and holds none
   */
  public static NumberValue toNumber(Value value) {
    return switch (value) {
      case NumberValue number -> number;
      case StringValue string -> parsed(string, string.text());
      case FileValue file ->
          parsed(file, FileText.withoutTrailingNewlines(FileText.read(file, NUMBER)));
      case NullValue nothing -> new NumberValue(0);
      // No value of another type is a number; booleans are not.
      default -> throw CoercionException.incompatible(value, NUMBER);
    };
  }

  private static NumberValue parsed(Value from, String text) {
    return new NumberValue(
        NumberText.parse(text)
            .orElseThrow(
                () ->
                    new CoercionException(
                        from,
                        NUMBER,
                        text.isEmpty()
                            ? "it is empty"
                            : "its text is not a number that a 64-bit float can hold")));
  }
}
