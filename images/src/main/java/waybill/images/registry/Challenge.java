package waybill.images.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host wants to hear before it answers: a line of {@code WWW-Authenticate} (RFC 9110,
 * section 11).
 *
 * @param scheme in lower case: {@code basic} or {@code bearer}
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  /** All challenges of a header; what cannot be read ends the list. */
  static List<Challenge> parse(String header) {
    return new Parser(header).challenges();
  }

  /** A parameter, or an empty text. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Challenge> challenges() {
      List<Challenge> challenges = new ArrayList<>();
      Map<String, String> parameters = new TreeMap<>();
      while (true) {
        skip(" \t,");
        String word = token();
        if (word.isEmpty()) {
          return challenges;
        }
        skip(" \t");
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skip(" \t");
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
        } else {
          parameters = new TreeMap<>();
          challenges.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
        }
      }
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return token();
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
