package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Trees of values for people's eyes: JSON over several lines, and YAML. */
final class TreeText {
  private static final String STEP = "  ";

  /** Those that some reader of YAML takes for no text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder text = new StringBuilder();

  private TreeText() {}

  /** JSON with each member on a line of its own. */
  static String json(SpecValue value) {
    var tree = new TreeText();
    tree.json(value, "");
    return tree.text.append('\n').toString();
  }

  /** YAML that every reader takes for the same value: strings that might be more are in quotes. */
  static String yaml(SpecValue value) {
    var tree = new TreeText();
    tree.yaml(value, "", true);
    return tree.text.toString();
  }

  private void json(SpecValue value, String indent) {
    switch (value) {
      case SpecObject object when !object.members().isEmpty() -> {
        String separator = "{\n";
        for (SpecObject.Member member : object.members()) {
          text.append(separator).append(indent).append(STEP);
          text.append(quoted(member.key())).append(": ");
          json(member.value(), indent + STEP);
          separator = ",\n";
        }
        text.append('\n').append(indent).append('}');
      }
      case SpecArray array when !array.elements().isEmpty() -> {
        String separator = "[\n";
        for (SpecValue element : array.elements()) {
          text.append(separator).append(indent).append(STEP);
          json(element, indent + STEP);
          separator = ",\n";
        }
        text.append('\n').append(indent).append(']');
      }
      case SpecObject _, SpecArray _, SpecScalar _ -> text.append(flat(value));
    }
  }

  /**
   * A value whose first line goes on where the text stands.
   *
   * @param fresh whether that is at the indent already
   */
  private void yaml(SpecValue value, String indent, boolean fresh) {
    switch (value) {
      case SpecObject object when !object.members().isEmpty() -> {
        boolean first = fresh;
        for (SpecObject.Member member : object.members()) {
          text.append(first ? "" : indent).append(key(member.key())).append(':');
          first = false;
          below(member.value(), indent + STEP);
        }
      }
      case SpecArray array when !array.elements().isEmpty() -> items(array.elements(), indent);
      case SpecObject _, SpecArray _, SpecScalar _ -> text.append(leaf(value)).append('\n');
    }
  }

  private void below(SpecValue value, String indent) {
    boolean nested =
        (value instanceof SpecObject object && !object.members().isEmpty())
            || (value instanceof SpecArray array && !array.elements().isEmpty());
    if (!nested) {
      text.append(' ').append(leaf(value)).append('\n');
      return;
    }
    text.append('\n');
    if (value instanceof SpecArray array) {
      items(array.elements(), indent);
    } else {
      text.append(indent);
      yaml(value, indent, true);
    }
  }

  private void items(List<SpecValue> elements, String indent) {
    for (SpecValue element : elements) {
      if (element instanceof SpecArray array && !array.elements().isEmpty()) {
        text.append(indent).append("-\n");
        items(array.elements(), indent + STEP);
      } else {
        text.append(indent).append("- ");
        yaml(element, indent + STEP, true);
      }
    }
  }

  private static String leaf(SpecValue value) {
    return value instanceof SpecString string && isPlain(string.value(), "._/-")
        ? string.value()
        : flat(value);
  }

  private static String flat(SpecValue value) {
    return switch (value) {
      case SpecObject _ -> "{}";
      case SpecArray _ -> "[]";
      case SpecString string -> quoted(string.value());
      case SpecScalar scalar -> scalar.written().isEmpty() ? "null" : scalar.written();
    };
  }

  private static String key(String key) {
    return isPlain(key, "") ? key : quoted(key);
  }

  /**
   * Whether nobody can take it for anything but a text.
   *
   * @param more characters beside letters and digits that it may have, but for the first
   */
  private static boolean isPlain(String text, String more) {
    boolean plain = !text.isEmpty() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      plain &= letter || (i > 0 && ((c >= '0' && c <= '9') || more.indexOf(c) >= 0));
    }
    return plain;
  }

  /** What JSON need not escape and YAML must. */
  private static String quoted(String string) {
    String json = JsonShape.text(out -> out.writeString(string));
    var text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if ((c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c >= 0xfeff) {
        text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
