package waybill.dialects.tyger.client;

import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * Writes JSON over several lines as the tool does: two spaces a level, and every line but the first
 * begins with two more.
 */
public final class JsonPrinter {
  private static final String LEVEL = "  ";

  private final StringBuilder text = new StringBuilder();

  private JsonPrinter() {}

  public static String lines(SpecValue value) {
    var printer = new JsonPrinter();
    printer.value(value, LEVEL);
    return printer.text.toString();
  }

  private void value(SpecValue value, String indent) {
    switch (value) {
      case SpecObject object -> object(object.members(), indent);
      case SpecArray array -> array(array.elements(), indent);
      case SpecString string -> quoted(string.value());
      case SpecNumber number -> text.append(number.written());
      case SpecBoolean bool -> text.append(bool.written());
      case SpecNull _ -> text.append("null");
    }
  }

  private void object(List<SpecObject.Member> members, String indent) {
    text.append('{');
    String separator = "\n";
    for (SpecObject.Member member : members) {
      text.append(separator).append(indent).append(LEVEL);
      quoted(member.key());
      text.append(": ");
      value(member.value(), indent + LEVEL);
      separator = ",\n";
    }
    end(members.isEmpty(), indent, '}');
  }

  private void array(List<SpecValue> elements, String indent) {
    text.append('[');
    String separator = "\n";
    for (SpecValue element : elements) {
      text.append(separator).append(indent).append(LEVEL);
      value(element, indent + LEVEL);
      separator = ",\n";
    }
    end(elements.isEmpty(), indent, ']');
  }

  private void end(boolean empty, String indent, char bracket) {
    if (!empty) {
      text.append('\n').append(indent);
    }
    text.append(bracket);
  }

  private void quoted(String written) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(written, text);
    text.append('"');
  }
}
