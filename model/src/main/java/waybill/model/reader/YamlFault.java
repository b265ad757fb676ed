package waybill.model.reader;

import waybill.model.document.Span;
import waybill.model.problem.Problem;

/** What is wrong with YAML that the parser lets pass; {@link #SYNTAX} is the parser's own. */
enum YamlFault {
  SYNTAX("yaml/syntax", "%s"),
  UNREADABLE("yaml/unreadable", "the text cannot be read as YAML from here on: %s"),
  VERSION("yaml/version", "the text says that it is YAML of another version than 1.2 or 1.1"),
  UNPRINTABLE("yaml/unprintable-character", "YAML does not allow %s, not even in quotes"),
  NO_DOCUMENT("yaml/no-document", "there is no value in the text"),
  SEVERAL_DOCUMENTS("yaml/several-documents", "expected one document; here a second one begins"),
  DUPLICATE_KEY("yaml/duplicate-key", "the key `%s` is written twice"),
  KEY_NOT_SCALAR("yaml/key-not-scalar", "a key must be a scalar, not a list or a mapping"),
  MERGE("yaml/merge", "`<<` takes a mapping, or a list of mappings"),
  UNKNOWN_ALIAS("yaml/unknown-alias", "nothing before it is anchored as `&%s`"),
  RECURSIVE_ALIAS("yaml/recursive-alias", "`*%s` would contain itself"),
  UNKNOWN_TAG("yaml/unknown-tag", "the tag `%s` is none of YAML's core schema"),
  BAD_TAG("yaml/bad-tag", "the value is not of the type its tag `%s` names");

  private final String code;
  private final String message;

  YamlFault(String code, String message) {
    this.code = code;
    this.message = message;
  }

  Problem at(Span span, String what) {
    return Problem.error(code, message.replace("%s", what), span);
  }

  Problem at(Span span) {
    return Problem.error(code, message, span);
  }
}
