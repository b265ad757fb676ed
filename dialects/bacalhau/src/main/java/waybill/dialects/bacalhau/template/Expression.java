package waybill.dialects.bacalhau.template;

import java.util.List;

/** What stands between the braces of a template, as far as it has a value. */
sealed interface Expression {

  /** A text in quotes. */
  record Literal(String text) implements Expression {}

  /** {@code .name}, which has to be given. */
  record Variable(String name) implements Expression {}

  /** {@code index . "name"}, which is empty where it is not given. */
  record Optionally(String name) implements Expression {}

  /** A function of others. */
  record Call(Function function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Those that jobs use. */
  enum Function {
    /** The first that is not empty, else the last. */
    OR,
    /** The first that is empty, else the last. */
    AND,
    NOT,
    /** Whether the first is one of the others. */
    EQ,
    NE
  }

  /**
   * A value.
   *
   * @param holds whether {@code if} takes it for true
   */
  record Value(String text, boolean holds) {
    static Value of(String text) {
      return new Value(text, !text.isEmpty());
    }

    static Value of(boolean holds) {
      return new Value(holds ? "true" : "false", holds);
    }
  }
}
