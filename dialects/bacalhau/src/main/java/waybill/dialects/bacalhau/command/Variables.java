package waybill.dialects.bacalhau.command;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** What the command line says about the variables of a job's file. */
final class Variables {
  private static final int MAX_PATTERN = 1000;

  private Variables() {}

  /** Those of the environment that were asked for, and over them those that were given. */
  static Filling of(ParseResult options, Map<String, String> environment) {
    if (Verb.has(options, "--no-template")) {
      return Filling.NONE;
    }
    Map<String, String> variables = new HashMap<>();
    for (String written : Verb.texts(options, "--template-envs")) {
      Pattern wanted = pattern(written);
      environment.forEach(
          (name, value) -> {
            if (wanted.matches(name)) {
              variables.put(name, value);
            }
          });
    }
    for (String written : Verb.texts(options, "--template-vars")) {
      int equals = written.indexOf('=');
      if (equals <= 0) {
        throw Verb.wrong("`-V " + written + "` has no value", "write `-V NAME=VALUE`");
      }
      variables.put(written.substring(0, equals), written.substring(equals + 1));
    }
    return new Filling(true, variables);
  }

  /** In linear time whatever is written; a star alone means all. */
  private static Pattern pattern(String written) {
    try {
      if (written.length() <= MAX_PATTERN) {
        return Pattern.compile(written.equals("*") ? ".*" : written);
      }
    } catch (PatternSyntaxException e) {
      throw Verb.wrong(
          "`-E` is no regular expression: " + e.getDescription(), "write like `-E 'APP_.*'`");
    }
    throw Verb.wrong("`-E` is longer than " + MAX_PATTERN + " characters", "write a shorter one");
  }
}
