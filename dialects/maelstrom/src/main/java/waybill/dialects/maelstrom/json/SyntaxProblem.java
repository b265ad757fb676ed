package waybill.dialects.maelstrom.json;

/** What can be wrong with the text of a value, in the older program's words. */
enum SyntaxProblem {
  END_IN_LIST("EOF while parsing a list"),
  END_IN_OBJECT("EOF while parsing an object"),
  END_IN_STRING("EOF while parsing a string"),
  END_IN_VALUE("EOF while parsing a value"),
  EXPECTED_COLON("expected `:`"),
  EXPECTED_COMMA_OR_LIST_END("expected `,` or `]`"),
  EXPECTED_COMMA_OR_OBJECT_END("expected `,` or `}`"),
  EXPECTED_WORD("expected ident"),
  EXPECTED_VALUE("expected value"),
  INVALID_ESCAPE("invalid escape"),
  INVALID_NUMBER("invalid number"),
  NUMBER_OUT_OF_RANGE("number out of range"),
  INVALID_UTF_8("invalid unicode code point"),
  CONTROL_CHARACTER("control character (\\u0000-\\u001F) found while parsing a string"),
  KEY_NOT_A_STRING("key must be a string"),
  LONE_SURROGATE("lone leading surrogate in hex escape"),
  UNFINISHED_SURROGATE("unexpected end of hex escape"),
  TRAILING_COMMA("trailing comma"),
  TRAILING_CHARACTERS("trailing characters"),
  TOO_DEEP("recursion limit exceeded");

  private final String words;

  SyntaxProblem(String words) {
    this.words = words;
  }

  /** The mistake at the last byte that was taken. */
  SpecTextException at(ByteCursor bytes) {
    return new SpecTextException("maelstrom/syntax", words, bytes.last().length(1))
        .placedAt(bytes.line(), bytes.column());
  }
}
