package waybill.dialects.maelstrom.json;

import java.io.IOException;

/** Reads numbers and keeps them as text; refuses what is no number or too large for a double. */
final class NumberScanner {
  private final ByteCursor bytes;
  private final StringBuilder text = new StringBuilder();

  NumberScanner(ByteCursor bytes) {
    this.bytes = bytes;
  }

  /** The number that begins with the next byte, a digit or a minus. */
  String read() throws IOException, SpecTextException {
    text.setLength(0);
    if (bytes.peek() == '-') {
      keep();
    }
    integer();
    if (bytes.peek() == '.') {
      fraction();
    }
    if (bytes.peek() == 'e' || bytes.peek() == 'E') {
      exponent();
    }
    String number = text.toString();
    if (Double.isInfinite(Double.parseDouble(number))) {
      throw SyntaxProblem.NUMBER_OUT_OF_RANGE.at(bytes);
    }
    return number;
  }

  private void integer() throws IOException, SpecTextException {
    int first = bytes.peek();
    if (first == ByteCursor.END) {
      throw SyntaxProblem.END_IN_VALUE.at(bytes);
    }
    if (!isDigit(first)) {
      throw SyntaxProblem.INVALID_NUMBER.at(bytes);
    }
    keep();
    if (first == '0' && isDigit(bytes.peek())) {
      throw SyntaxProblem.INVALID_NUMBER.at(bytes);
    }
    digits();
  }

  private void fraction() throws IOException, SpecTextException {
    keep();
    int start = text.length();
    digits();
    if (text.length() == start) {
      throw bytes.peek() == ByteCursor.END
          ? SyntaxProblem.END_IN_VALUE.at(bytes)
          : SyntaxProblem.INVALID_NUMBER.at(bytes);
    }
  }

  private void exponent() throws IOException, SpecTextException {
    boolean zero = onlyZerosSoFar();
    keep();
    boolean negative = bytes.peek() == '-';
    if (negative || bytes.peek() == '+') {
      keep();
    }
    if (bytes.peek() == ByteCursor.END) {
      throw SyntaxProblem.END_IN_VALUE.at(bytes);
    }
    if (!isDigit(bytes.peek())) {
      throw SyntaxProblem.INVALID_NUMBER.at(bytes);
    }
    long value = 0;
    while (isDigit(bytes.peek())) {
      value = Math.min(value * 10 + bytes.peek() - '0', Long.MAX_VALUE / 100);
      keep();
      // The older program gives up at the digit that leaves 32 bits, not at the number's end.
      if (value > Integer.MAX_VALUE && !zero && !negative) {
        throw SyntaxProblem.NUMBER_OUT_OF_RANGE.at(bytes);
      }
    }
  }

  private void digits() throws IOException, SpecTextException {
    while (isDigit(bytes.peek())) {
      keep();
    }
  }

  private boolean onlyZerosSoFar() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
        return false;
      }
    }
    return true;
  }

  private void keep() throws IOException, SpecTextException {
    text.append((char) bytes.next());
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
