package waybill.dialects.opspec.coercion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.value.WrongValueException;

/** What arrays and objects have in common: they go to text as JSON, and come back from it. */
public final class JsonContent {
  private JsonContent() {}

  /** The JSON of an array or object; files in it are their content. */
  static String write(Value value, String to) {
    try {
      return JsonText.of(plain(value));
    } catch (WrongValueException e) {
      throw new CoercionException(value, to, e.reason());
    }
  }

  /**
   * What a text or a file holds, whatever its type.
   *
   * @param to the type that is wanted, for the message
   */
  public static Value read(Value from, String to) {
    String text =
        switch (from) {
          case StringValue string -> string.text();
          case FileValue file -> FileText.read(file, to);
          // No other type has JSON in it.
          default -> throw CoercionException.incompatible(from, to);
        };
    try {
      return ValueText.json(text);
    } catch (WrongValueException e) {
      throw new CoercionException(from, to, e.reason());
    }
  }

  /** When a text is JSON, but of another type. */
  static CoercionException holdsAnother(Value from, String to, Value held) {
    return new CoercionException(from, to, "its JSON is of type " + held.type());
  }

  /**
   * The value as data that can stand in an object: files are their content.
   *
   * @throws CoercionException if there is a dir or socket in it
   */
  public static Value plain(Value value) {
    return switch (value) {
      case ArrayValue array when !isPlain(array) -> {
        List<Value> items = new ArrayList<>(array.items().size());
        array.items().forEach(item -> items.add(plain(item)));
        yield new ArrayValue(items);
      }
      case ObjectValue object when !isPlain(object) -> {
        SequencedMap<String, Value> properties = new LinkedHashMap<>();
        object.properties().forEach((key, property) -> properties.put(key, plain(property)));
        yield new ObjectValue(properties);
      }
      case FileValue file -> StringCoercion.toStringValue(file);
      case DirValue dir -> throw CoercionException.incompatible(dir, "string");
      case SocketValue socket -> throw CoercionException.incompatible(socket, "string");
      // Everything else is plain already.
      default -> value;
    };
  }

  private static boolean isPlain(Value value) {
    return switch (value) {
      case ArrayValue array -> array.items().stream().allMatch(JsonContent::isPlain);
      case ObjectValue object ->
          object.properties().values().stream().allMatch(JsonContent::isPlain);
      case FileValue file -> false;
      case DirValue dir -> false;
      case SocketValue socket -> false;
      // Scalars.
      default -> true;
    };
  }
}
