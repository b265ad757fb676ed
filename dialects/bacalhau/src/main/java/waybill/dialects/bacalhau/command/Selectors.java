package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.Constraint.Operator;
import waybill.model.failure.FailureException;

/** Reads selectors of labels: {@code region=eu,env!=prod,zone in (a,b),gpu,!spot}. */
final class Selectors {
  private Selectors() {}

  /**
   * All of which a thing must meet.
   *
   * @throws FailureException when it cannot be understood
   */
  static List<Constraint> parse(String selector) {
    List<Constraint> constraints = new ArrayList<>();
    for (String part : parts(selector)) {
      constraints.add(constraint(part.strip(), selector));
    }
    return constraints;
  }

  /** Cut at commas that are in no parentheses. */
  private static List<String> parts(String selector) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(selector.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(selector.substring(start));
    parts.removeIf(String::isBlank);
    return parts;
  }

  private static Constraint constraint(String part, String selector) {
    if (part.startsWith("!")) {
      return with(part.substring(1), Operator.ABSENT, List.of(), selector);
    }
    int open = part.indexOf('(');
    if (open >= 0) {
      return set(part, open, selector);
    }
    String[] words = part.split("\\s+", -1);
    if (words.length == 3 && (words[1].equals("gt") || words[1].equals("lt"))) {
      Operator operator = words[1].equals("gt") ? Operator.GREATER : Operator.LESS;
      return with(words[0], operator, List.of(words[2]), selector);
    }
    int equals = part.indexOf('=');
    if (equals < 0) {
      return with(part, Operator.EXISTS, List.of(), selector);
    }
    boolean not = equals > 0 && part.charAt(equals - 1) == '!';
    String key = part.substring(0, not ? equals - 1 : equals);
    String value = part.substring(part.startsWith("==", equals) ? equals + 2 : equals + 1);
    Operator operator = not ? Operator.NOT_EQUAL : Operator.EQUAL;
    return with(key, operator, List.of(value.strip()), selector);
  }

  private static Constraint set(String part, int open, String selector) {
    String[] words = part.substring(0, open).strip().split("\\s+", -1);
    if (words.length != 2 || !part.endsWith(")")) {
      throw unknown(selector);
    }
    Operator operator =
        switch (words[1].toLowerCase(Locale.ROOT)) {
          case "in" -> Operator.IN;
          case "notin" -> Operator.NOT_IN;
          default -> throw unknown(selector); // no other word has a list
        };
    List<String> values = new ArrayList<>();
    for (String value : part.substring(open + 1, part.length() - 1).split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.strip());
      }
    }
    if (values.isEmpty()) {
      throw Verb.wrong(
          "selector values cannot be empty for In or NotIn operators",
          "write like `zone in (a,b)`");
    }
    return with(words[0], operator, values, selector);
  }

  private static Constraint with(
      String key, Operator operator, List<String> values, String selector) {
    String bare = key.strip();
    if (bare.isEmpty()) {
      throw Verb.wrong("selector key cannot be blank", "write like `env=prod`");
    }
    if (bare.chars().anyMatch(Character::isWhitespace)) {
      throw unknown(selector);
    }
    return new Constraint(bare, operator, values);
  }

  private static FailureException unknown(String selector) {
    return Verb.wrong(
        "`" + selector + "` is no selector",
        "write like `region=eu,env!=prod,zone in (a,b),gpu,!spot`");
  }
}
