package waybill.dialects.opspec.call;

import java.util.List;

/** Writes the JSON object that goes with an event of a call. */
final class DetailWriter {
  private final StringBuilder text = new StringBuilder("{");

  DetailWriter string(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  DetailWriter strings(String name, List<String> values) {
    name(name);
    text.append('[');
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ",");
      quote(values.get(i));
    }
    text.append(']');
    return this;
  }

  DetailWriter number(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  /** With a value that is JSON already. */
  DetailWriter json(String name, String json) {
    name(name);
    text.append(json);
    return this;
  }

  /** The whole object. */
  String close() {
    return text + "}";
  }

  private void name(String name) {
    text.append(text.length() > 1 ? "," : "");
    quote(name);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || isHalf(value, i)) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          text.append("0123456789abcdef".charAt((c >> shift) & 15));
        }
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean isHalf(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }
}
