package waybill.dialects.opspec.written;

import waybill.model.shape.TextRule;

/**
 * What names, paths and other texts must look like. A pattern without nested repetition cannot
 * backtrack; texts that are matched are short.
 */
final class Rules {
  private static final String NAME = "[-_.a-zA-Z0-9]+";
  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final String LABEL = "(" + NUMBER + "|[0-9]*[-a-zA-Z][-0-9a-zA-Z]*)";

  private Rules() {}

  static final TextRule PARAMETER =
      TextRule.of(
          "a name of letters, digits, `-`, `_` and `.`", "^" + NAME + "$", "for example `srcDir`");

  static final TextRule IDENTIFIER = PARAMETER;

  static final TextRule REFERENCE =
      TextRule.of(
          "a reference like `$(name)`",
          "^\\$\\([-_.a-zA-Z0-9$()\\[/\\]]+\\)$",
          "write the variable between `$(` and `)`");

  /** With or without the marks of a reference. */
  static final TextRule VARIABLE =
      TextRule.of(
          "a variable like `$(name)`",
          "^(\\$\\(" + NAME + "\\)|" + NAME + ")$",
          "a variable is a name, between `$(` and `)`");

  static final TextRule VERSION =
      TextRule.of(
          "a semantic version",
          "^"
              + NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(-"
              + LABEL
              + "(\\."
              + LABEL
              + ")*)?(\\+[-0-9a-zA-Z]+(\\.[-0-9a-zA-Z]+)*)?$",
          "three numbers, for example `1.0.0` or `1.0.0-alpha`");

  /** RFC 3986, 4.1: what stands before the first colon is a scheme, unless a slash came first. */
  static final TextRule URI_REFERENCE =
      TextRule.of(
          "a URI reference",
          "^([a-zA-Z][-+.a-zA-Z0-9]*:)?"
              + part("/@!$&'()*+,;=")
              + "(([/?]"
              + part("/?:@!$&'()*+,;=\\[\\]")
              + ")?)(#"
              + part("/?:@!$&'()*+,;=")
              + ")?$",
          "it has no spaces and no other marks than those of a web address, for example"
              + " `github.com/me/my-op`");

  private static String part(String marks) {
    return "([-_.~a-zA-Z0-9" + marks + "]|%[0-9a-fA-F]{2})*";
  }

  static final TextRule PATH =
      TextRule.of(
          "an absolute path of letters, digits, `-`, `_`, `.` and `/`",
          "^/[-_.\\\\/a-zA-Z0-9]*$",
          "a path in the container begins with `/` and has no spaces");

  /** An expression, or a path that begins where it must. */
  static final TextRule WORK_DIR =
      new TextRule(
          "an absolute path",
          java.util.Optional.of(java.util.regex.Pattern.compile("^/|\\$\\(")),
          Integer.MAX_VALUE,
          java.util.Optional.of("begin it with `/`"));

  static final TextRule ENVIRONMENT_NAME =
      new TextRule(
          "the name of a variable, without `=`",
          java.util.Optional.of(java.util.regex.Pattern.compile("^[^=]+$")),
          Integer.MAX_VALUE,
          java.util.Optional.of("write `NAME: value`"));

  static final TextRule CONTAINER_PORT =
      TextRule.of(
          "a port or a range of ports",
          "^[0-9]{1,5}(-[0-9]{1,5})?(/?(tcp|udp))?$",
          "for example `80`, `80/tcp` or `8000-8009`");

  static final TextRule HOST_PORT =
      TextRule.of(
          "a port or a range of ports",
          "^[0-9]{1,5}(-[0-9]{1,5})?$",
          "for example `8080` or `8000-8009`");
}
