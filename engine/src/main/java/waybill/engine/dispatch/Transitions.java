package waybill.engine.dispatch;

import java.util.List;

/**
 * A state machine as one table: what is not in it cannot happen. The same rows give the diagram in
 * the comment of the class that uses them and the list of transitions that its tests must take.
 *
 * @param <S> the states
 * @param <E> what can happen to them
 */
class Transitions<S extends Enum<S>, E extends Enum<E>> {

  /** One arrow of the diagram. */
  record Row<S, E>(S from, E on, S to) {}

  private final List<Row<S, E>> rows;

  Transitions(List<Row<S, E>> rows) {
    this.rows = rows;
  }

  List<Row<S, E>> rows() {
    return rows;
  }

  /**
   * The state that follows.
   *
   * @throws IllegalStateException when the table has no such row
   */
  S after(S from, E on) {
    for (Row<S, E> row : rows) {
      if (row.from() == from && row.on() == on) {
        return row.to();
      }
    }
    throw new IllegalStateException(on + " cannot happen in state " + from);
  }

  /** One arrow a line, in the order of the table. */
  String diagram() {
    StringBuilder text = new StringBuilder();
    for (Row<S, E> row : rows) {
      text.append(padded(row.from().name(), 8, ' '))
          .append("--")
          .append(padded(" " + row.on().name() + " ", 17, '-'))
          .append("> ")
          .append(row.to())
          .append('\n');
    }
    return text.toString();
  }

  private static String padded(String word, int width, char with) {
    StringBuilder text = new StringBuilder(word);
    while (text.length() < width) {
      text.append(with);
    }
    return text.toString();
  }
}
