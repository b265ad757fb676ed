package waybill.dialects.bacalhau.command;

import java.util.Map;

/**
 * What places for variables in a job's file are filled with.
 *
 * @param wanted whether they are filled at all
 * @param variables by their names
 */
public record Filling(boolean wanted, Map<String, String> variables) {
  /** Places stay as they are. */
  public static final Filling NONE = new Filling(false, Map.of());

  public Filling {
    variables = Map.copyOf(variables);
  }
}
