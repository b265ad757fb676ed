package waybill.model.document;

/**
 * A place in a text: from its first character up to, not including, its end. Lines end at a line
 * feed; lines and columns count from 1, columns in code points; offsets count bytes of UTF-8 from
 * the beginning of the file or stream.
 *
 * @param startLine of the first character
 * @param startColumn of the first character
 * @param endLine of the character after the last one
 * @param endColumn of the character after the last one
 * @param startOffset of the first byte
 * @param endOffset of the byte after the last one
 */
public record Span(
    int startLine, int startColumn, int endLine, int endColumn, long startOffset, long endOffset) {

  /** From the start of this place to the end of a later one. */
  public Span through(Span last) {
    return new Span(
        startLine, startColumn, last.endLine, last.endColumn, startOffset, last.endOffset);
  }
}
