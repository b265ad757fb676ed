package waybill.conformance.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The functions of C and shell files, told by the one format these have: a function begins with a
 * line that is not indented, and ends with the next line that is a closing brace and nothing else.
 */
final class Functions {

  record Function(String name, long firstLine, long lines) {}

  /** The whole head of a function, or its first line. */
  private static final Pattern BEGIN = Pattern.compile("[A-Za-z_].*\\(.*[{,]");

  private Functions() {}

  static List<Function> of(Project.TextFile file) {
    List<Function> functions = new ArrayList<>();
    List<String> lines = file.lines();
    int begin = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (begin >= 0 && line.equals("}")) {
        functions.add(new Function(name(lines.get(begin)), begin + 1L, i - begin + 1L));
        begin = -1;
      } else if (begin < 0 && BEGIN.matcher(line).matches()) {
        begin = i;
      } else if (begin == i - 1 && line.endsWith(");")) {
        // It was a declaration.
        begin = -1;
      }
    }
    return functions;
  }

  private static String name(String line) {
    String before = line.substring(0, line.indexOf('(')).strip();
    return before.substring(before.lastIndexOf(' ') + 1);
  }
}
