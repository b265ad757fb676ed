package waybill.dialects.tyger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import waybill.dialects.tyger.expand.Expansion;
import waybill.dialects.tyger.written.CodespecJson;
import waybill.dialects.tyger.written.JsonLines;
import waybill.dialects.tyger.written.RunJson;
import waybill.dialects.tyger.written.SpecCheck.Checked;
import waybill.dialects.tyger.written.WrittenCodespec;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;

/**
 * A codespec or run as the server would take it, and what its program would be given. The number of
 * the run, and what the image says, are not known.
 */
public final class TygerExplanation {
  private static final String RUN = "RUN";

  private final String key;
  private final String json;
  private final Optional<WrittenCodespec> codespec;

  TygerExplanation(Checked checked) {
    switch (checked) {
      case Checked.Codespec(var given) -> {
        key = "codespec";
        json = CodespecJson.write(given);
        codespec = Optional.of(given);
      }
      case Checked.Run(var run) -> {
        key = "run";
        json = RunJson.write(run);
        codespec =
            run.job()
                .codespec()
                .flatMap(
                    ref ->
                        ref instanceof WrittenRef.Inline(WrittenCodespec inline)
                            ? Optional.of(inline)
                            : Optional.empty());
      }
    }
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
      given.put(
          buffer.toUpperCase(Locale.ROOT) + "_PIPE",
          "/run/secrets/" + RUN + "/pipes/" + buffer + ".pipe");
    }
    return given;
  }

  private static Map<String, String> environment(WrittenCodespec codespec) {
    return Expansion.environment(given(codespec), codespec.env());
  }

  private static List<String> words(WrittenCodespec codespec) {
    List<String> words = new ArrayList<>(codespec.command());
    words.addAll(codespec.args());
    return Expansion.words(words, environment(codespec));
  }

  /** For people: JSON over several lines, then variables and words, each on a line. */
  public String text() {
    StringBuilder text = new StringBuilder(JsonLines.of(json, "")).append('\n');
    if (codespec.isEmpty()) {
      return text.toString();
    }
    text.append("\nvariables (").append(RUN).append(" is the number of the run):\n");
    environment(codespec.get()).forEach((name, value) -> line(text, name + "=" + value));
    List<String> words = words(codespec.get());
    if (words.isEmpty()) {
      return text.append("program: the image's entrypoint and command\n").toString();
    }
    text.append(
        codespec.get().command().isEmpty() ? "the image's entrypoint, with:\n" : "program:\n");
    words.forEach(word -> line(text, word));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line.replace("\n", "\n    ")).append('\n');
  }

  /** For programs: adds properties to an object that was begun. */
  public void write(JsonGenerator out) {
    out.writeName(key);
    out.writeRawValue(json);
    if (codespec.isPresent()) {
      out.writeObjectPropertyStart("environment");
      environment(codespec.get()).forEach(out::writeStringProperty);
      out.writeEndObject();
      out.writeArrayPropertyStart("words");
      words(codespec.get()).forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
