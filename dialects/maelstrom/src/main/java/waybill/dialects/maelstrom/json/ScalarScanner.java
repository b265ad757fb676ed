package waybill.dialects.maelstrom.json;

import java.io.IOException;
import waybill.model.document.Span;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;

/** Reads values without parts. Each method begins with the next byte, and goes by what it is. */
final class ScalarScanner {
  private final ByteCursor bytes;
  private final StringScanner strings;
  private final NumberScanner numbers;

  ScalarScanner(ByteCursor bytes) {
    this.bytes = bytes;
    this.strings = new StringScanner(bytes);
    this.numbers = new NumberScanner(bytes);
  }

  /** Whatever scalar comes. */
  SpecScalar any() throws IOException, SpecTextException {
    return switch (bytes.peek()) {
      case 'n' -> new SpecNull(word("null"));
      case 't', 'f' -> bool();
      case '"' -> string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw SyntaxProblem.EXPECTED_VALUE.at(bytes);
    };
  }

  /** A string, whose opening quote comes. */
  SpecString string() throws IOException, SpecTextException {
    Place start = bytes.place();
    bytes.skip();
    return new SpecString(strings.read(), start.upTo(bytes.end()));
  }

  /** A number, whose first digit or minus comes. */
  SpecNumber number() throws IOException, SpecTextException {
    Place start = bytes.place();
    String text = numbers.read();
    return new SpecNumber(text, start.length(text.length()));
  }

  /** A boolean, whose first letter comes. */
  SpecBoolean bool() throws IOException, SpecTextException {
    boolean value = bytes.peek() == 't';
    return new SpecBoolean(value, word(value ? "true" : "false"));
  }

  private Span word(String word) throws IOException, SpecTextException {
    Place start = bytes.place();
    bytes.skip();
    for (int i = 1; i < word.length(); i++) {
      int c = bytes.next();
      if (c == ByteCursor.END) {
        throw SyntaxProblem.END_IN_VALUE.at(bytes);
      }
      if (c != word.charAt(i)) {
        throw SyntaxProblem.EXPECTED_WORD.at(bytes);
      }
    }
    return start.length(word.length());
  }
}
