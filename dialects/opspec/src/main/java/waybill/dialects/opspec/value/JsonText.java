package waybill.dialects.opspec.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;

/**
 * Values as JSON, byte for byte as Go's {@code encoding/json} prints them: no spaces, keys sorted
 * by their UTF-8 bytes, and {@code <}, {@code >}, {@code &} and the two line separators escaped.
 */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  /** By code points, which is the order of the UTF-8 bytes and not that of UTF-16 units. */
  public static final Comparator<String> KEY_ORDER = JsonText::compareCodePoints;

  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /**
   * The text of a value. A file, dir or socket is its path.
   *
   * @throws WrongValueException when it would be longer than {@link ValueBounds#TEXT}
   */
  public static String of(Value value) {
    JsonText json = new JsonText();
    json.value(value);
    return json.text.toString();
  }

  /** A string in its quotes. */
  public static String quoted(String string) {
    JsonText json = new JsonText();
    json.string(string);
    return json.text.toString();
  }

  private void value(Value value) {
    switch (value) {
      case ArrayValue array -> array(array.items());
      case BooleanValue bool -> text.append(bool.value());
      case DirValue dir -> string(dir.path().toString());
      case FileValue file -> string(file.path().toString());
      case NumberValue number -> text.append(NumberText.json(number.value()));
      case ObjectValue object -> object(object);
      case SocketValue socket -> string(socket.path().toString());
      case StringValue string -> string(string.text());
      case NullValue nothing -> text.append("null");
    }
    if (text.length() > ValueBounds.TEXT) {
      throw ValueBounds.textTooLong();
    }
  }

  private void array(List<Value> items) {
    char before = '[';
    for (Value item : items) {
      text.append(before);
      value(item);
      before = ',';
    }
    text.append(items.isEmpty() ? "[]" : "]");
  }

  private void object(ObjectValue object) {
    List<String> keys = new ArrayList<>(object.properties().keySet());
    keys.sort(KEY_ORDER);
    char before = '{';
    for (String key : keys) {
      text.append(before);
      string(key);
      text.append(':');
      Value property = object.properties().get(key);
      value(property == null ? new NullValue() : property);
      before = ',';
    }
    text.append(keys.isEmpty() ? "{}" : "}");
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      character(string, i);
    }
    text.append('"');
  }

  private void character(String string, int index) {
    char c = string.charAt(index);
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
      // All other characters: most stand for themselves.
      default -> {
        if (c < ' ') {
          escape(c);
        } else {
          text.append(isLoneSurrogate(string, index) ? '\ufffd' : c);
        }
      }
    }
  }

  private void escape(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(HEX.charAt((c >> shift) & 0xf));
    }
  }

  private static boolean isLoneSurrogate(String string, int index) {
    char c = string.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == string.length() || !Character.isLowSurrogate(string.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(string.charAt(index - 1)));
  }

  private static int compareCodePoints(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others.
        boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : x - y;
      }
    }
    return a.length() - b.length();
  }
}
