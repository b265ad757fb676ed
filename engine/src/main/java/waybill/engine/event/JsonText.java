package waybill.engine.event;

/**
 * Writes one JSON object, without spaces. Names are ours and plain; text may be anything: whatever
 * is not printable is escaped, half surrogate pairs too, so that a line is always one line of valid
 * UTF-8.
 */
final class JsonText {
  private final StringBuilder text = new StringBuilder(256);

  JsonText number(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  JsonText bool(String name, boolean value) {
    name(name);
    text.append(value);
    return this;
  }

  JsonText string(String name, CharSequence value) {
    name(name);
    quote(value);
    return this;
  }

  /** Begins the object that {@link #close} ends: a member of the one that is open. */
  JsonText open(String name) {
    name(name);
    return open();
  }

  /** Begins an object at the top or as an element of an array. */
  JsonText open() {
    separate();
    text.append('{');
    return this;
  }

  JsonText close() {
    text.append('}');
    return this;
  }

  JsonText openArray(String name) {
    name(name);
    text.append('[');
    return this;
  }

  JsonText closeArray() {
    text.append(']');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** A comma is due behind whatever was complete. */
  private void separate() {
    if (!text.isEmpty() && "{[:".indexOf(text.charAt(text.length() - 1)) < 0) {
      text.append(',');
    }
  }

  private void name(String name) {
    separate();
    text.append('"').append(name).append("\":");
  }

  private void quote(CharSequence value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || isHalf(value, i)) {
        escape(c);
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean isHalf(CharSequence value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private void escape(char c) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append("0123456789abcdef".charAt((c >> shift) & 15));
    }
  }
}
