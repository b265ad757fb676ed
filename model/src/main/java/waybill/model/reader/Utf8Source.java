package waybill.model.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import waybill.model.document.Source;
import waybill.model.problem.ProblemsException;

/**
 * Bytes as characters, of which the current document's are kept, and a cursor that tells places in
 * them. What lies before the current document, or between two, is forgotten at the next refill, so
 * a stream of any length takes the memory of its largest document.
 *
 * <p>A parser draws from it by {@link #read} and may be ahead of the cursor, never behind. It never
 * waits for more bytes than one {@code read} of the stream gives.
 */
final class Utf8Source extends Reader {
  private static final int BUFFER_BYTES = 8192;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BYTE_ORDER_MARK_BYTES = 3;

  private final String name;
  private final InputStream in;
  private final ReadLimits limits;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final Cursor cursor = new Cursor();

  /** Characters read and not forgotten, and the index of the first, counted like the cursor's. */
  private final StringBuilder window = new StringBuilder();

  private long windowIndex;

  /** Where the current document, or the gap before the next one, begins. */
  private Place begin = cursor.place();

  private long beginIndex;
  private boolean insideDocument;
  private long bytesDecoded;
  private boolean begun;
  private boolean ended;

  Utf8Source(String name, InputStream in, ReadLimits limits) {
    this.name = name;
    this.in = in;
    this.limits = limits;
  }

  /** The document begins with the next character that is no white space. */
  void beginDocument() {
    skip(false);
    begin = cursor.place();
    beginIndex = cursor.index();
    insideDocument = true;
  }

  /** The document is all there is, white space before and after it included. */
  void beginWhole() {
    insideDocument = true;
  }

  /** The whole text, read to its end. */
  Source readWhole() throws IOException {
    beginWhole();
    char[] more = new char[BUFFER_BYTES];
    while (read(more, 0, more.length) > 0) {
      over(window.length() - at());
    }
    return endDocument();
  }

  /** Whether anything but white space follows the cursor, which is then in front of it. */
  boolean toMoreText() throws IOException {
    char[] more = new char[BUFFER_BYTES];
    do {
      skip(false);
      if (at() < window.length()) {
        return true;
      }
    } while (read(more, 0, more.length) > 0);
    return false;
  }

  /** The document ends at the cursor. */
  Source endDocument() {
    if (cursor.place().offset() - begin.offset() > limits.bytes()) {
      throw tooLarge();
    }
    insideDocument = false;
    Source document = source((int) (cursor.index() - windowIndex));
    begin = cursor.place();
    beginIndex = cursor.index();
    return document;
  }

  /** All that was read since the document's beginning, and perhaps a little more. */
  Source readSoFar() {
    return source(window.length());
  }

  private Source source(int end) {
    String text = window.substring((int) (beginIndex - windowIndex), end);
    return new Source(name, text, begin.line(), begin.column(), begin.offset());
  }

  /** Index of a character in the text of {@link #readSoFar}; the end's for one not read yet. */
  int indexInDocument(long index) {
    long end = windowIndex + window.length();
    return (int) (Math.clamp(index, beginIndex, end) - beginIndex);
  }

  /** Where the cursor is in the text of {@link #readSoFar}. */
  int indexInDocument() {
    return indexInDocument(cursor.index());
  }

  /** Over white space, commas and colons, to the beginning of the next token. */
  Place toToken() {
    skip(true);
    return cursor.place();
  }

  /** Over that many UTF-16 units. */
  Place over(int units) {
    long end = cursor.index() + units;
    while (cursor.index() < end) {
      cursor.over(window.codePointAt(at()));
    }
    return cursor.place();
  }

  /** Over a string in double quotes that the parser found to be well-formed. */
  Place overString() {
    int end = at() + 1;
    while (window.charAt(end) != '"') {
      end += window.charAt(end) == '\\' ? 2 : 1;
    }
    return over(end + 1 - at());
  }

  private int at() {
    return (int) (cursor.index() - windowIndex);
  }

  private void skip(boolean separatorsToo) {
    while (at() < window.length()) {
      char c = window.charAt(at());
      boolean whiteSpace = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!whiteSpace && !(separatorsToo && (c == ',' || c == ':'))) {
        return;
      }
      cursor.over(c);
    }
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    forget();
    // Whoever asks for more has used up what there was, so all of it belongs to one document.
    if (bytesDecoded - begin.offset() > limits.bytes()) {
      throw tooLarge();
    }
    CharBuffer characters = CharBuffer.wrap(target, offset, length);
    while (characters.position() == offset) {
      if (!decode(characters)) {
        return -1;
      }
      skipByteOrderMark(characters, offset);
    }
    window.append(target, offset, characters.position() - offset);
    return characters.position() - offset;
  }

  /** The text's first two bytes, where those cannot be decoded; else 0. */
  private int firstTwo() {
    return bytesDecoded == 0 && bytes.remaining() > 1
        ? Byte.toUnsignedInt(bytes.get(bytes.position())) << Byte.SIZE
            | Byte.toUnsignedInt(bytes.get(bytes.position() + 1))
        : 0;
  }

  /** Decodes what there is, or gets more; false at the end of the stream. */
  private boolean decode(CharBuffer characters) throws IOException {
    int firstByte = bytes.position();
    int firstCharacter = characters.position();
    CoderResult result = decoder.decode(bytes, characters, ended);
    bytesDecoded += bytes.position() - firstByte;
    if (characters.position() > firstCharacter) {
      return true;
    }
    if (result.isError()) {
      Source read = readSoFar();
      int end = read.text().length();
      throw new ProblemsException(read, TextFault.notUtf8(Cursor.span(read, end, end), firstTwo()));
    }
    if (ended) {
      return false;
    }
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0));
    bytes.flip();
    return true;
  }

  /** It may only be the very first character, and is none of the text. */
  private void skipByteOrderMark(CharBuffer characters, int offset) {
    int count = characters.position() - offset;
    if (begun || count == 0) {
      return;
    }
    begun = true;
    if (characters.array()[offset] == BYTE_ORDER_MARK) {
      System.arraycopy(characters.array(), offset + 1, characters.array(), offset, count - 1);
      characters.position(offset + count - 1);
      cursor.overBytes(BYTE_ORDER_MARK_BYTES);
      begin = cursor.place();
    }
  }

  private void forget() {
    if (!insideDocument) {
      skip(false);
      begin = cursor.place();
      beginIndex = cursor.index();
    }
    window.delete(0, (int) (beginIndex - windowIndex));
    windowIndex = beginIndex;
  }

  private ProblemsException tooLarge() {
    Source read = readSoFar();
    return new ProblemsException(
        read, TextFault.TOO_LARGE.at(Cursor.span(read, 0, 0), limits.bytes()));
  }

  @Override
  public void close() {
    // The stream belongs to whoever opened it.
  }
}
