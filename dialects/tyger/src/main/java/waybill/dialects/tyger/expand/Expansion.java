package waybill.dialects.tyger.expand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import waybill.dialects.tyger.problem.Refusal;

/**
 * Replaces {@code $(NAME)} by variables; {@code $$(NAME)} is the text {@code $(NAME)}, and all else
 * stays as it is: references to what there is not, and any other {@code $$}. A name goes up to the
 * next closing parenthesis. What was put in is not looked at again.
 */
public final class Expansion {
  /** Variables that hold each other double with every line; no program takes that much. */
  private static final int MOST = 1 << 20;

  private Expansion() {}

  /**
   * The environment of a container.
   *
   * @param given lowest first: what the image has, then pipes and the run's own
   * @param env of the codespec, in its order: a value sees {@code given} and those before it
   * @throws Refusal when it becomes too large
   */
  public static Map<String, String> environment(
      Map<String, String> given, Map<String, String> env) {
    Map<String, String> all = new LinkedHashMap<>(given);
    long left = MOST;
    for (Map.Entry<String, String> entry : env.entrySet()) {
      String value = value(entry.getValue(), all, left);
      left -= value.length();
      all.put(entry.getKey(), value);
    }
    return all;
  }

  /**
   * Words of a command, each by itself.
   *
   * @throws Refusal when they become too large
   */
  public static List<String> words(List<String> words, Map<String, String> environment) {
    List<String> expanded = new ArrayList<>();
    long left = MOST;
    for (String word : words) {
      String value = value(word, environment, left);
      left -= value.length();
      expanded.add(value);
    }
    return expanded;
  }

  /** Names of the variables that a text refers to, in its order, whether there are such or not. */
  public static List<String> references(String text) {
    List<String> names = new ArrayList<>();
    scan(text, plain -> {}, names::add);
    return names;
  }

  private static String value(String text, Map<String, String> environment, long most) {
    StringBuilder value = new StringBuilder(text.length());
    scan(
        text,
        plain -> append(value, plain, most),
        name -> {
          String found = environment.get(name);
          append(value, found == null ? "$(" + name + ")" : found, most);
        });
    return value.toString();
  }

  private static void append(StringBuilder value, String part, long most) {
    if (value.length() + (long) part.length() > most) {
      throw Refusal.invalid(
          "The variables, or the words of the command, are longer than "
              + MOST
              + " characters once references are replaced.");
    }
    value.append(part);
  }

  /** Goes once through a text; dollars before a parenthesis are read in pairs, from the left. */
  private static void scan(String text, Consumer<String> plain, Consumer<String> reference) {
    int last = text.lastIndexOf(')');
    int from = 0;
    int at = text.indexOf('$');
    while (at >= 0 && at < text.length() - 1) {
      char next = text.charAt(at + 1);
      if (next == '$') {
        boolean escape = text.startsWith("(", at + 2);
        plain.accept(text.substring(from, escape ? at + 1 : at + 2));
        from = at + 2;
      } else if (next == '(' && last > at) {
        int end = text.indexOf(')', at);
        plain.accept(text.substring(from, at));
        reference.accept(text.substring(at + 2, end));
        from = end + 1;
      }
      at = text.indexOf('$', Math.max(from, at + 1));
    }
    plain.accept(text.substring(from));
  }
}
