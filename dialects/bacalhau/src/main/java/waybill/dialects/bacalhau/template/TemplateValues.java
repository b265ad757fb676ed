package waybill.dialects.bacalhau.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * What holes of a template are filled with.
 *
 * @param values by name
 */
public record TemplateValues(Map<String, String> values) {
  private static final int LONGEST_PATTERN = 1000;

  public TemplateValues {
    values = Map.copyOf(values);
  }

  /**
   * Values from a command line; what is given by name wins over variables of the environment.
   *
   * @param assignments {@code NAME=value}
   * @param environmentNames regular expressions (RE2) found in the names of the variables that are
   *     taken; a lone {@code *} takes all
   * @throws FailureException if an assignment is none, or the expression
   */
  public static TemplateValues of(
      List<String> assignments, List<String> environmentNames, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    for (String expression : environmentNames) {
      Pattern names = pattern(expression);
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        if (names.matcher(variable.getKey()).find()) {
          values.put(variable.getKey(), variable.getValue());
        }
      }
    }
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw Failure.of(
                FailureCode.COMMAND_LINE,
                "the template variable `" + assignment + "` is not NAME=value")
            .asException();
      }
      values.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return new TemplateValues(values);
  }

  private static Pattern pattern(String text) {
    try {
      if (text.length() > LONGEST_PATTERN) {
        throw new PatternSyntaxException("it is too long", "");
      }
      return Pattern.compile(text.equals("*") ? ".*" : text);
    } catch (PatternSyntaxException wrong) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              "the names of template variables from the environment are no regular expression: "
                  + wrong.getDescription())
          .asException();
    }
  }
}
