package waybill.dialects.maelstrom.explain;

import waybill.dialects.maelstrom.json.Quoted;

/** Writes a description as indented lines, one value each. */
final class TextSink implements DescriptionSink {
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  @Override
  public void text(String name, String value) {
    line(name, plain(value) ? value : Quoted.string(value));
  }

  @Override
  public void number(String name, long value) {
    line(name, Long.toString(value));
  }

  @Override
  public void flag(String name, boolean value) {
    line(name, value ? "yes" : "no");
  }

  @Override
  public void begin(String name) {
    line(name, "");
    depth++;
  }

  @Override
  public void beginList(String name) {
    begin(name);
  }

  @Override
  public void end() {
    depth--;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void line(String name, String value) {
    text.repeat(INDENT, depth);
    text.append(name.isEmpty() ? "-" : plain(name) ? name + ":" : Quoted.string(name) + ":");
    if (!value.isEmpty()) {
      text.append(' ').append(value);
    }
    text.append('\n');
  }

  /** Whether a value can stand without quotes and be told from everything else. */
  private static boolean plain(String value) {
    if (value.isEmpty() || value.isBlank() || value.startsWith("\"")) {
      return false;
    }
    String quoted = Quoted.string(value);
    return quoted.length() == value.length() + 2;
  }
}
