package waybill.dialects.bacalhau.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.template.Expression.Function;

/** Reads the expression of one action. */
final class ExpressionReader {
  private static final int MAX_DEPTH = 50;

  private final String text;
  private int at;
  private int depth;

  /** It is none that we know. */
  static final class NoExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoExpressionException(String why) {
      super(why, null, false, false);
    }
  }

  private ExpressionReader(String text) {
    this.text = text;
  }

  /**
   * The expression of a whole text.
   *
   * @throws NoExpressionException if it is none
   */
  static Expression read(String text) {
    ExpressionReader reader = new ExpressionReader(text);
    Expression expression = reader.command();
    if (reader.at < text.length()) {
      throw new NoExpressionException("`" + text.charAt(reader.at) + "` is too much");
    }
    return expression;
  }

  /** A function with its arguments, or one operand. */
  private Expression command() {
    if (++depth > MAX_DEPTH) {
      throw new NoExpressionException("its parentheses are too deep");
    }
    blanks();
    Optional<String> word = word();
    Expression result = word.isPresent() ? call(word.get()) : operand();
    blanks();
    depth--;
    return result;
  }

  private Expression call(String word) {
    if (word.equals("index")) {
      blanks();
      expect('.');
      blanks();
      if (operand() instanceof Expression.Literal name) {
        return new Expression.Optionally(name.text());
      }
      throw new NoExpressionException("`index` wants `. \"name\"`");
    }
    Function function = function(word);
    List<Expression> arguments = new ArrayList<>();
    blanks();
    while (at < text.length() && text.charAt(at) != ')') {
      arguments.add(operand());
      blanks();
    }
    int least = function == Function.EQ || function == Function.NE ? 2 : 1;
    if (arguments.size() < least) {
      throw new NoExpressionException("`" + word + "` wants more");
    }
    return new Expression.Call(function, arguments);
  }

  private static Function function(String word) {
    for (Function function : Function.values()) {
      if (function.name().toLowerCase(Locale.ROOT).equals(word)) {
        return function;
      }
    }
    throw new NoExpressionException("there is no function `" + word + "`");
  }

  private Expression operand() {
    if (at == text.length()) {
      throw new NoExpressionException("something is missing");
    }
    char c = text.charAt(at);
    if (c == '"' || c == '`') {
      return new Expression.Literal(quoted(c));
    }
    if (c == '(') {
      at++;
      Expression inside = command();
      expect(')');
      return inside;
    }
    if (c != '.') {
      throw new NoExpressionException("`" + c + "` begins nothing");
    }
    at++;
    String name = word().orElseThrow(() -> new NoExpressionException("a name is missing"));
    if (at < text.length() && text.charAt(at) == '.') {
      throw new NoExpressionException("variables have no parts");
    }
    return new Expression.Variable(name);
  }

  private String quoted(char quote) {
    StringBuilder literal = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\\' && quote == '"') {
        at++;
        c = escape();
      }
      literal.append(c);
      at++;
    }
    expect(quote);
    return literal.toString();
  }

  private char escape() {
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> // the rest is never needed
          throw new NoExpressionException("`\\" + c + "` is no escape that we know");
    };
  }

  private Optional<String> word() {
    int end = at;
    while (end < text.length() && isOfName(text.charAt(end))) {
      end++;
    }
    if (end == at || (text.charAt(at) >= '0' && text.charAt(at) <= '9')) {
      return Optional.empty();
    }
    String word = text.substring(at, end);
    at = end;
    return Optional.of(word);
  }

  private static boolean isOfName(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private void expect(char c) {
    if (at == text.length() || text.charAt(at) != c) {
      throw new NoExpressionException("`" + c + "` is missing");
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
