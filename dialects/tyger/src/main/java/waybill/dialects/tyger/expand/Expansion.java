package waybill.dialects.tyger.expand;

import java.util.List;
import java.util.Map;


/**
 * Replaces {@code $(NAME)} by variables; {@code $$(NAME)} is the text {@code $(NAME)}, and all
 * else stays as it is.
 */
public final class Expansion {
  private Expansion() {}

  /**
   * The environment of a container.
   *
   * @param given lowest first: what the image has, then pipes and the run's own
   * @param env of the codespec, in its order: a value sees {@code given} and those before it
   */
  public static Map<String, String> environment(
      Map<String, String> given, Map<String, String> env) {
    throw new UnsupportedOperationException();
  }

  /** Words of a command, each by itself. */
  public static List<String> words(List<String> words, Map<String, String> environment) {
    throw new UnsupportedOperationException();
  }
}
