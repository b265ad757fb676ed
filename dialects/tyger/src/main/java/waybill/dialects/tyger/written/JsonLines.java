package waybill.dialects.tyger.written;

import java.util.Iterator;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** JSON over several lines, as the tool shows it: two blanks more with every level. */
public final class JsonLines {
  private final StringBuilder text = new StringBuilder();

  private JsonLines() {}

  /**
   * Shows what we wrote.
   *
   * @param prefix before every line but the first
   */
  public static String of(String json, String prefix) {
    JsonLines lines = new JsonLines();
    lines.value(Body.ours(json).object(), "\n" + prefix);
    return lines.text.toString();
  }

  private void value(SpecValue value, String line) {
    String inside = line + "  ";
    switch (value) {
      case SpecObject object -> {
        Iterator<SpecObject.Member> members = object.members().iterator();
        text.append('{');
        while (members.hasNext()) {
          SpecObject.Member member = members.next();
          text.append(inside);
          string(member.key());
          text.append(": ");
          value(member.value(), inside);
          text.append(members.hasNext() ? "," : line);
        }
        text.append('}');
      }
      case SpecArray array -> list(array.elements(), line, inside);
      case SpecString string -> string(string.value());
      case SpecScalar scalar -> text.append(scalar.written());
    }
  }

  private void list(List<SpecValue> elements, String line, String inside) {
    text.append('[');
    for (int i = 0; i < elements.size(); i++) {
      text.append(inside);
      value(elements.get(i), inside);
      text.append(i < elements.size() - 1 ? "," : line);
    }
    text.append(']');
  }

  private void string(String string) {
    text.append('"').append(JsonStringEncoder.getInstance().quoteAsCharArray(string)).append('"');
  }
}
