package waybill.dialects.maelstrom.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * A stream of JSON values, read by asking for what is expected next. Its mistakes are those of
 * serde_json 1.0, which the older program is built on, because its users see them:
 *
 * <ul>
 *   <li>A mistake in the text (syntax) has the place of the last byte taken.
 *   <li>A mistake in what the text means has no place of its own. It gets one from the innermost
 *       value whose reading was asked for here: where reading stands then. For a list or an object
 *       that is after a look for its end, hence at the next character that is not blank.
 * </ul>
 *
 * <p>Everything that was read stays bounded: the bytes of one value by what the constructor was
 * given, its depth by 127. After a mistake nothing more can be read. For one thread.
 */
public final class JsonStream {
  private static final int MAX_DEPTH = 128;

  private final ByteCursor bytes;
  private final ScalarScanner scalars;
  private int remainingDepth = MAX_DEPTH;

  /** Reads something, asking the stream for what it expects. */
  @FunctionalInterface
  public interface Reading<T> {
    T read() throws IOException, SpecTextException;
  }

  /** Reads the inside of an object. */
  @FunctionalInterface
  public interface MemberReading<T> {
    T read(Members members) throws IOException, SpecTextException;
  }

  /**
   * @param maxValueBytes of one top-level value
   */
  public JsonStream(InputStream in, long maxValueBytes) {
    this.bytes = new ByteCursor(in, maxValueBytes);
    this.scalars = new ScalarScanner(bytes);
  }

  /** Goes to the next value of the stream, if there is one. Takes nothing of it yet. */
  public boolean hasNext() throws IOException, SpecTextException {
    bytes.startValue();
    while (isBlank(bytes.peek())) {
      bytes.skip();
      bytes.startValue();
    }
    return bytes.peek() != ByteCursor.END;
  }

  /** An object; unlike {@link #object} looks into a list before refusing it. */
  public <T> T objectFromAny(String expected, MemberReading<T> reading)
      throws IOException, SpecTextException {
    Place start = startOfValue();
    if (bytes.peek() != '[') {
      return object(expected, reading);
    }
    return bracketed(
        ']',
        () -> {
          throw Mismatch.type(Unexpected.LIST, expected, start.length(1));
        });
  }

  /** An object. */
  public <T> T object(String expected, MemberReading<T> reading)
      throws IOException, SpecTextException {
    Place start = startOfValue();
    if (bytes.peek() != '{') {
      throw unexpected(expected);
    }
    return bracketed('}', () -> reading.read(new Members(start.length(1))));
  }

  /** A list; each element is read by {@code element}. */
  public <T> List<T> list(String expected, Reading<T> element)
      throws IOException, SpecTextException {
    if (!atList()) {
      throw unexpected(expected);
    }
    return bracketed(']', () -> elements(element));
  }

  /** Whether the next value is a list. */
  public boolean atList() throws IOException, SpecTextException {
    startOfValue();
    return bytes.peek() == '[';
  }

  /** Of the character that comes next. */
  public Span here() throws IOException, SpecTextException {
    return startOfValue().length(1);
  }

  /** From a place up to the last character that was taken. */
  public Span since(Span start) {
    return start.through(bytes.last().length(1));
  }

  /** A string. */
  public SpecString string(String expected) throws IOException, SpecTextException {
    startOfValue();
    if (bytes.peek() != '"') {
      throw unexpected(expected);
    }
    return scalars.string();
  }

  /** One of some words. */
  public <T> T word(Words<T> known) throws IOException, SpecTextException {
    startOfValue();
    if (bytes.peek() != '"') {
      throw SyntaxProblem.EXPECTED_VALUE.at(bytes);
    }
    return identifier(known);
  }

  /** One of some words; unlike {@link #word} takes a value of another type before refusing it. */
  public <T> T identifier(Words<T> known) throws IOException, SpecTextException {
    SpecString string = string("variant identifier");
    Optional<T> meaning = known.meaning(string.value());
    if (meaning.isPresent()) {
      return meaning.get();
    }
    throw placed(Mismatch.unknownVariant(string.value(), known.all(), string.span()));
  }

  /** A boolean. */
  public boolean bool() throws IOException, SpecTextException {
    startOfValue();
    if (bytes.peek() != 't' && bytes.peek() != 'f') {
      throw unexpected("a boolean");
    }
    return scalars.bool().value();
  }

  /** A whole number from 0 to 2^32-1. */
  public long u32() throws IOException, SpecTextException {
    startOfValue();
    if (bytes.peek() != '-' && !isDigit(bytes.peek())) {
      throw unexpected("u32");
    }
    SpecNumber number = scalars.number();
    JsonNumber value = new JsonNumber(number);
    OptionalLong u32 = value.asU32();
    if (u32.isPresent()) {
      return u32.getAsLong();
    }
    throw placed(value.isWhole() ? Mismatch.value(number, "u32") : Mismatch.type(number, "u32"));
  }

  /** Any value, with everything in it. */
  public SpecValue any() throws IOException, SpecTextException {
    Place start = startOfValue();
    return switch (bytes.peek()) {
      case '[' -> {
        List<SpecValue> elements = bracketed(']', () -> elements(this::any));
        yield new SpecArray(elements, start.upTo(bytes.end()));
      }
      case '{' -> {
        List<SpecObject.Member> members = bracketed('}', () -> anyMembers(start));
        yield new SpecObject(members, start.upTo(bytes.end()));
      }
      default -> scalars.any();
    };
  }

  /** Gives a mistake without line and column those at which reading stands. */
  private SpecTextException placed(SpecTextException mistake) {
    return mistake.placedAt(bytes.line(), bytes.column());
  }

  private List<SpecObject.Member> anyMembers(Place start) throws IOException, SpecTextException {
    List<SpecObject.Member> all = new ArrayList<>();
    Members members = new Members(start.length(1));
    while (members.next()) {
      all.add(members.anyValue());
    }
    return all;
  }

  private <T> List<T> elements(Reading<T> element) throws IOException, SpecTextException {
    List<T> all = new ArrayList<>();
    while (nextElement(all.isEmpty())) {
      all.add(element.read());
    }
    return all;
  }

  /** Whether a list has one more element; goes to it. */
  public boolean nextElement(boolean first) throws IOException, SpecTextException {
    int c = skipBlanks();
    if (c == ']') {
      return false;
    }
    if (c == ByteCursor.END) {
      throw SyntaxProblem.END_IN_LIST.at(bytes);
    }
    if (!first) {
      if (c != ',') {
        throw SyntaxProblem.EXPECTED_COMMA_OR_LIST_END.at(bytes);
      }
      bytes.skip();
      if (skipBlanks() == ']') {
        throw SyntaxProblem.TRAILING_COMMA.at(bytes);
      }
    }
    startOfValue();
    return true;
  }

  /** The members of an object as they come. */
  public final class Members {
    private final Span brace;
    private boolean first = true;
    private String key = "";
    private Span keySpan;

    private Members(Span brace) {
      this.brace = brace;
      this.keySpan = brace;
    }

    /** Reads the next key, if there is one. */
    public boolean next() throws IOException, SpecTextException {
      int c = skipBlanks();
      if (c == '}') {
        return false;
      }
      if (c == ByteCursor.END) {
        throw SyntaxProblem.END_IN_OBJECT.at(bytes);
      }
      if (!first) {
        if (c != ',') {
          throw SyntaxProblem.EXPECTED_COMMA_OR_OBJECT_END.at(bytes);
        }
        bytes.skip();
        if (skipBlanks() == '}') {
          throw SyntaxProblem.TRAILING_COMMA.at(bytes);
        }
      }
      first = false;
      startOfValue();
      if (bytes.peek() != '"') {
        throw SyntaxProblem.KEY_NOT_A_STRING.at(bytes);
      }
      SpecString string = scalars.string();
      key = string.value();
      keySpan = string.span();
      return true;
    }

    /** The key that was read last. */
    public String key() {
      return key;
    }

    /** Of the key that was read last, quotes included. */
    public Span keySpan() {
      return keySpan;
    }

    /** Of the object's opening brace. */
    public Span brace() {
      return brace;
    }

    /** The member whose key was read last, with whatever its value is. */
    public SpecObject.Member anyValue() throws IOException, SpecTextException {
      String ownKey = key;
      Span ownSpan = keySpan;
      colon();
      return new SpecObject.Member(ownKey, ownSpan, any());
    }

    /** Takes the colon after a key: to be called when the key is good, before its value is read. */
    public void colon() throws IOException, SpecTextException {
      int c = skipBlanks();
      if (c == ByteCursor.END) {
        throw SyntaxProblem.END_IN_OBJECT.at(bytes);
      }
      if (c != ':') {
        throw SyntaxProblem.EXPECTED_COLON.at(bytes);
      }
      bytes.skip();
    }
  }

  /** Reads what stands in brackets, and the closing one, also when the inside was wrong. */
  public <T> T bracketed(char close, Reading<T> inside) throws IOException, SpecTextException {
    if (--remainingDepth == 0) {
      throw SyntaxProblem.TOO_DEEP.at(bytes);
    }
    bytes.skip();
    T result;
    try {
      result = inside.read();
    } catch (SpecTextException e) {
      lookForEnd(close);
      throw placed(e);
    }
    remainingDepth++;
    end(close);
    return result;
  }

  /** Moves on as {@link #end} does; what is wrong with the end matters no more. */
  private void lookForEnd(char close) throws IOException {
    try {
      end(close);
    } catch (SpecTextException ignored) {
      // The mistake inside is the one to tell; this was only to get to its place.
    }
  }

  private void end(char close) throws IOException, SpecTextException {
    int c = skipBlanks();
    if (c == close) {
      bytes.skip();
      return;
    }
    if (c == ByteCursor.END) {
      throw (close == ']' ? SyntaxProblem.END_IN_LIST : SyntaxProblem.END_IN_OBJECT).at(bytes);
    }
    if (c == ',' && close == ']') {
      bytes.skip();
      throw (skipBlanks() == ']' ? SyntaxProblem.TRAILING_COMMA : SyntaxProblem.TRAILING_CHARACTERS)
          .at(bytes);
    }
    throw (c == ',' ? SyntaxProblem.TRAILING_COMMA : SyntaxProblem.TRAILING_CHARACTERS).at(bytes);
  }

  /** Takes a value of the wrong type and says so. Of lists and objects only the start is seen. */
  private SpecTextException unexpected(String expected) throws IOException, SpecTextException {
    return placed(
        switch (bytes.peek()) {
          case '[' -> Mismatch.type(Unexpected.LIST, expected, bytes.place().length(1));
          case '{' -> Mismatch.type(Unexpected.OBJECT, expected, bytes.place().length(1));
          default -> Mismatch.type(scalars.any(), expected);
        });
  }

  /** Goes to the next value, which must be there. */
  private Place startOfValue() throws IOException, SpecTextException {
    if (skipBlanks() == ByteCursor.END) {
      throw SyntaxProblem.END_IN_VALUE.at(bytes);
    }
    return bytes.place();
  }

  private int skipBlanks() throws IOException, SpecTextException {
    while (isBlank(bytes.peek())) {
      bytes.skip();
    }
    return bytes.peek();
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
