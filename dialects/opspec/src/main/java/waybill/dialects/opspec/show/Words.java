package waybill.dialects.opspec.show;

import java.util.List;

/** Commands as people write them in a shell. */
final class Words {
  private static final int MOST = 2000;
  private static final String PLAIN = "_-./:=@%+,";

  private Words() {}

  /** The words with quotes where a shell needs them; of a very long command the beginning. */
  static String command(List<String> words) {
    var text = new StringBuilder();
    for (String word : words) {
      text.append(text.isEmpty() ? "" : " ").append(quoted(word));
      if (text.length() > MOST) {
        return text.substring(0, MOST) + " …";
      }
    }
    return text.toString();
  }

  private static String quoted(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Character.isLetterOrDigit(c) && PLAIN.indexOf(c) < 0) {
        return "'" + word.replace("'", "'\\''") + "'";
      }
    }
    return word.isEmpty() ? "''" : word;
  }
}
