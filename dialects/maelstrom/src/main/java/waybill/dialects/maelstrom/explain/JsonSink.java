package waybill.dialects.maelstrom.explain;

import java.util.ArrayDeque;

/** Writes a description as JSON, without spaces. */
final class JsonSink implements DescriptionSink {
  private final StringBuilder json = new StringBuilder();
  private final ArrayDeque<Character> open = new ArrayDeque<>();
  private boolean first = true;

  @Override
  public void text(String name, String value) {
    name(name);
    quote(value);
  }

  @Override
  public void number(String name, long value) {
    name(name);
    json.append(value);
  }

  @Override
  public void flag(String name, boolean value) {
    name(name);
    json.append(value);
  }

  @Override
  public void begin(String name) {
    name(name);
    json.append('{');
    open.push('}');
    first = true;
  }

  @Override
  public void beginList(String name) {
    name(name);
    json.append('[');
    open.push(']');
    first = true;
  }

  @Override
  public void end() {
    json.append(open.pop().charValue());
    first = false;
  }

  @Override
  public String toString() {
    return json.toString();
  }

  private void name(String name) {
    if (!first) {
      json.append(',');
    }
    first = false;
    boolean inObject = !open.isEmpty() && open.peek() == '}';
    if (inObject) {
      quote(name);
      json.append(':');
    }
  }

  private void quote(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == 0x7F || Character.isSurrogate(c)) {
        String hex = Integer.toHexString(c);
        json.append("\\u").append("0000", hex.length(), 4).append(hex);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
