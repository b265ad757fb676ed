package waybill.dialects.maelstrom.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the inside of strings. One scanner serves a whole stream and keeps its buffer. */
final class StringScanner {
  private final ByteCursor bytes;
  private byte[] buffer = new byte[256];
  private int length;
  private boolean ascii;

  StringScanner(ByteCursor bytes) {
    this.bytes = bytes;
  }

  /** The string whose opening quote was taken already; takes the closing one. */
  String read() throws IOException, SpecTextException {
    length = 0;
    ascii = true;
    for (int c = bytes.next(); c != '"'; c = bytes.next()) {
      if (c == ByteCursor.END) {
        throw SyntaxProblem.END_IN_STRING.at(bytes);
      }
      if (c == '\\') {
        escape();
      } else if (c < 0x20) {
        throw SyntaxProblem.CONTROL_CHARACTER.at(bytes);
      } else {
        append(c);
      }
    }
    return ascii ? new String(buffer, 0, length, StandardCharsets.ISO_8859_1) : decoded();
  }

  private String decoded() throws SpecTextException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw SyntaxProblem.INVALID_UTF_8.at(bytes);
    }
  }

  private void append(int value) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    }
    buffer[length++] = (byte) value;
    ascii &= value < 0x80;
  }

  private void escape() throws IOException, SpecTextException {
    int c = nextInString();
    switch (c) {
      case '"', '\\', '/' -> append(c);
      case 'b' -> append('\b');
      case 'f' -> append('\f');
      case 'n' -> append('\n');
      case 'r' -> append('\r');
      case 't' -> append('\t');
      case 'u' -> unicodeEscape();
      default -> throw SyntaxProblem.INVALID_ESCAPE.at(bytes);
    }
  }

  private void unicodeEscape() throws IOException, SpecTextException {
    char first = (char) fourHexDigits();
    if (Character.isLowSurrogate(first)) {
      throw SyntaxProblem.LONE_SURROGATE.at(bytes);
    }
    if (!Character.isHighSurrogate(first)) {
      appendCodePoint(first);
      return;
    }
    if (nextInString() != '\\' || nextInString() != 'u') {
      throw SyntaxProblem.UNFINISHED_SURROGATE.at(bytes);
    }
    char second = (char) fourHexDigits();
    if (!Character.isLowSurrogate(second)) {
      throw SyntaxProblem.LONE_SURROGATE.at(bytes);
    }
    appendCodePoint(Character.toCodePoint(first, second));
  }

  private int fourHexDigits() throws IOException, SpecTextException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int c = nextInString();
      // Character.digit alone would take digits of other scripts too.
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw SyntaxProblem.INVALID_ESCAPE.at(bytes);
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private int nextInString() throws IOException, SpecTextException {
    int c = bytes.next();
    if (c == ByteCursor.END) {
      throw SyntaxProblem.END_IN_STRING.at(bytes);
    }
    return c;
  }

  private void appendCodePoint(int codePoint) {
    if (codePoint < 0x80) {
      append(codePoint);
    } else if (codePoint < 0x800) {
      append(0xC0 | (codePoint >> 6));
      appendLowSixBits(codePoint);
    } else if (codePoint < 0x10000) {
      append(0xE0 | (codePoint >> 12));
      appendLowSixBits(codePoint >> 6);
      appendLowSixBits(codePoint);
    } else {
      append(0xF0 | (codePoint >> 18));
      appendLowSixBits(codePoint >> 12);
      appendLowSixBits(codePoint >> 6);
      appendLowSixBits(codePoint);
    }
  }

  private void appendLowSixBits(int bits) {
    append(0x80 | (bits & 0x3F));
  }
}
