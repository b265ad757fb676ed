package waybill.app.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.agent.client.AgentPlace;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * How an agent is started: as this process was, so that it has the same flags and with them the
 * same AOT cache, with another argument.
 */
record AgentCommand(Map<String, String> callersEnvironment) implements AgentPlace.Program {
  private static final String MAIN = "waybill.app.Main";

  /** Begins a session; where it is missing, the agent does it itself, which takes longer. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /** The agent serves many commands, so it gets only what is no one command's own. */
  private static final List<String> KEPT =
      List.of("HOME", "PATH", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ", "JAVA_HOME");

  private static final List<String> KEPT_BEGINNINGS = List.of("LC_", "XDG_", "WAYBILL_");

  @Override
  public List<String> command() {
    Path self = Path.of("/proc/self/cmdline");
    try {
      var command = new ArrayList<String>();
      if (Files.isExecutable(SETSID)) {
        command.add(SETSID.toString());
      }
      for (String word : Files.readString(self, StandardCharsets.UTF_8).split("\0", -1)) {
        command.add(word);
        if (word.equals(MAIN)) {
          command.add(AgentRelay.PROCESS);
          return command;
        }
      }
      throw Failure.of(FailureCode.INTERNAL, "this process was not started as " + MAIN)
          .asException();
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(FailureCode.INTERNAL, "cannot read " + self + ": " + e.getMessage()), e);
    }
  }

  @Override
  public Map<String, String> environment() {
    var kept = new HashMap<String, String>();
    callersEnvironment.forEach(
        (name, value) -> {
          if (KEPT.contains(name) || KEPT_BEGINNINGS.stream().anyMatch(name::startsWith)) {
            kept.put(name, value);
          }
        });
    // What the start script had to set for the JVM's sake.
    if (System.getProperty("waybill.lc_all") != null) {
      kept.put("LC_ALL", "C.UTF-8");
    }
    return kept;
  }
}
