package waybill.dialects.bacalhau.written;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;

/** Variables of a program. */
final class Variables {
  private static final String RESERVED = "BACALHAU_";

  /** The kernel takes no longer one, name and value together. */
  private static final int MAX_VARIABLE = (128 << 10) - 1;

  private Variables() {}

  /** Those of a task, whose names and values have rules. */
  static SequencedMap<String, String> ofTask(Part task) {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    for (SpecObject.Member member : task.members("Env")) {
      String name = member.key();
      String value = Part.string(member);
      if (!isName(name)) {
        task.add(TaskProblems.variableName(name, member.keySpan()));
      } else if (isReserved(name)) {
        task.add(TaskProblems.reservedVariable(name, member.keySpan()));
      }
      if (value.isEmpty()) {
        task.add(TaskProblems.emptyVariable(name, member.value().span()));
      }
      checkLength(task, name, value, member.value().span());
      variables.put(name, value);
    }
    return variables;
  }

  private static boolean isReserved(String name) {
    return name.toUpperCase(Locale.ROOT).startsWith(RESERVED);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if ((!Names.isLetterOrDigit(c) && c != '_') || (i == 0 && digit)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Those of an engine: a mapping, or a list of {@code NAME=value}. */
  static SequencedMap<String, String> ofEngine(Part params) {
    String key = "EnvironmentVariables";
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    for (SpecObject.Member member : params.members(key)) {
      add(params, variables, member.key(), Part.string(member), member.keySpan());
    }
    if (params.isList(key)) {
      params.add(TaskProblems.variablesAsList(params.keySpan(key)));
    }
    for (SpecString entry : params.texts(key)) {
      int equals = entry.value().indexOf('=');
      if (equals < 0) {
        params.add(TaskProblems.noAssignment(entry));
      } else {
        String name = entry.value().substring(0, equals);
        add(params, variables, name, entry.value().substring(equals + 1), entry.span());
      }
    }
    return variables;
  }

  private static void add(
      Part params, SequencedMap<String, String> variables, String name, String value, Span span) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      params.add(TaskProblems.variableName(name, span));
    } else if (isReserved(name)) {
      params.add(TaskProblems.reservedVariable(name, span));
    } else if (variables.containsKey(name)) {
      params.add(TaskProblems.variableTwice(name, span));
    }
    checkLength(params, name, value, span);
    variables.put(name, value);
  }

  private static void checkLength(Part part, String name, String value, Span span) {
    if (bytes(name) + 1 + bytes(value) > MAX_VARIABLE) {
      part.add(TaskProblems.variableTooLong(name, MAX_VARIABLE, span));
    }
  }

  /** Of UTF-8. */
  static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Half a pair counts two of the four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
