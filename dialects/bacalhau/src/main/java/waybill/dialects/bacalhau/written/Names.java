package waybill.dialects.bacalhau.written;

import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.model.document.SpecString;
import waybill.model.problem.Problems;

/** What may be a name. */
final class Names {
  private static final int MAX_NAME = 255;
  private static final int MAX_LABEL = 63;

  private Names() {}

  /** Of a job or task; nothing if it can be none. */
  static Optional<String> of(SpecString given, Problems problems) {
    String name = given.value();
    String why = whyNot(name);
    if (!why.isEmpty()) {
      problems.add(JobProblems.badName(name, why, given.span()));
      return Optional.empty();
    }
    if (!isProper(name)) {
      problems.add(JobProblems.oddName(name, given.span()));
    }
    return Optional.of(name);
  }

  private static String whyNot(String name) {
    if (name.isBlank()) {
      return "it is blank";
    }
    if (name.length() > MAX_NAME) {
      return "it is longer than " + MAX_NAME + " characters";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      // It becomes part of the way to a task, and of lines on a screen.
      if (c == '/' || isInvisible(c)) {
        return c == '/' ? "it has a `/`" : "it has characters that cannot be seen";
      }
    }
    return "";
  }

  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isProper(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** A DNS label. */
  static Optional<String> namespace(SpecString given, Problems problems) {
    String name = given.value();
    if (!isLabel(name)) {
      problems.add(JobProblems.badNamespace(name, given.span()));
      return Optional.empty();
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      problems.add(JobProblems.upperNamespace(name, given.span()));
    }
    return Optional.of(name);
  }

  static boolean isLabel(String name) {
    if (name.isEmpty() || name.length() > MAX_LABEL || name.startsWith("-") || name.endsWith("-")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isLetterOrDigit(name.charAt(i)) && name.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }
}
