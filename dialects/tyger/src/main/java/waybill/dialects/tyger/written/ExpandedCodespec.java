package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.dialects.tyger.expand.Expansion;

/**
 * What a codespec comes to, as far as that does not depend on its image or the number of its run.
 *
 * @param environment the run's own variables, pipes, and the codespec's
 * @param words of the command and its arguments
 */
public record ExpandedCodespec(Map<String, String> environment, List<String> words) {
  /** Stands for the number of the run. */
  public static final String RUN = "RUN";

  /**
   * Replaces all references.
   *
   * @throws waybill.dialects.tyger.problem.Refusal when it becomes too large; not for one that
   *     {@link SpecCheck} has found nothing wrong with
   */
  public static ExpandedCodespec of(WrittenCodespec codespec) {
    Map<String, String> environment = Expansion.environment(given(codespec), codespec.env());
    List<String> words = new ArrayList<>(codespec.command());
    words.addAll(codespec.args());
    return new ExpandedCodespec(environment, Expansion.words(words, environment));
  }

  /** Pipes are named after their buffers, and lie where the run's own files are. */
  private static Map<String, String> given(WrittenCodespec codespec) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("TYGER_RUN_ID", RUN);
    List<String> buffers = new ArrayList<>(codespec.inputs());
    buffers.addAll(codespec.outputs());
    codespec
        .sockets()
        .forEach(
            socket -> {
              socket.inputBuffer().ifPresent(buffers::remove);
              socket.outputBuffer().ifPresent(buffers::remove);
            });
    for (String buffer : buffers) {
      given.put(CodespecRules.pipe(buffer), "/run/secrets/" + RUN + "/pipes/" + buffer + ".pipe");
    }
    return given;
  }
}
