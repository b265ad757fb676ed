package waybill.dialects.bacalhau.spec;

import java.util.List;

/**
 * What the labels of a machine must be like.
 *
 * @param values none for {@link Operator#EXISTS} and {@link Operator#ABSENT}, at least one for
 *     {@link Operator#IN} and {@link Operator#NOT_IN}, one for the others
 */
public record Constraint(String key, Operator operator, List<String> values) {
  public Constraint {
    values = List.copyOf(values);
  }

  /** As Kubernetes means them. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    EQUAL,
    NOT_EQUAL,
    GREATER,
    LESS
  }
}
