package waybill.model.reader;

import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;

/**
 * In which ways a text is not JSON. Public so that a language with texts of its own can tell them
 * apart by {@link #code}.
 */
public enum JsonFault {
  END_IN_OBJECT("json/end-in-object", "the text ends inside an object"),
  END_IN_LIST("json/end-in-list", "the text ends inside a list"),
  END_IN_STRING("json/end-in-string", "the text ends inside a string"),
  END_IN_VALUE("json/end-in-value", "the text ends where a value should be"),
  EXPECTED_VALUE("json/expected-value", "expected a value, not %s"),
  EXPECTED_WORD("json/expected-word", "expected `true`, `false` or `null`, not %s"),
  EXPECTED_KEY("json/expected-key", "expected a key in double quotes, not %s"),
  EXPECTED_COLON("json/expected-colon", "expected `:` after the key, not %s"),
  EXPECTED_COMMA_IN_OBJECT("json/expected-comma-in-object", "expected `,` or `}`, not %s"),
  EXPECTED_COMMA_IN_LIST("json/expected-comma-in-list", "expected `,` or `]`, not %s"),
  TRAILING_COMMA("json/trailing-comma", "expected something after the comma, not %s"),
  BAD_NUMBER("json/bad-number", "%s is not a number"),
  BAD_ESCAPE("json/bad-escape", "a string has no escape like this: %s"),
  CONTROL_CHARACTER("json/control-character", "a string must not hold %s as it is"),
  DUPLICATE_KEY("json/duplicate-key", "the key `%s` is written twice"),
  NO_DOCUMENT("json/no-document", "there is no value in the text"),
  TEXT_AFTER_DOCUMENT("json/text-after-document", "expected nothing after the value, not %s");

  private final String code;
  private final String message;

  JsonFault(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** The code of its problems. */
  public String code() {
    return code;
  }

  /** With what was found there, already quoted. */
  Problem at(Span span, String found) {
    return Problem.error(code, message.replace("%s", found), span);
  }

  /** For those that say nothing about what was found. */
  Problem at(Span span) {
    return Problem.error(code, message, span);
  }

  /** At a stretch of the text, which the message quotes. */
  Problem at(Source source, int from, int to) {
    return at(Cursor.span(source, from, to), "`" + source.text().substring(from, to) + "`");
  }
}
