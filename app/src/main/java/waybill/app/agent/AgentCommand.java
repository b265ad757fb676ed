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
 * How an agent is started: as this process was, because the JVM uses an AOT cache only with the
 * flags that the cache was made with; but with all of the JVM's compilers, which do not matter to
 * the cache; with another argument, and by the launcher, which takes it out of our session.
 *
 * @param home the program's own folder
 */
record AgentCommand(Path home, Map<String, String> callersEnvironment)
    implements AgentPlace.Program {
  private static final String MAIN = "waybill.app.Main";

  private static final String CACHE = "-XX:AOTCache=";
  private static final String CACHE_ENDING = ".aot";

  /** Behind the name of the cache of that tool, which also has its own. */
  private static final String TYGER = "-tyger";

  /** Of a process that makes a cache; the agent it starts makes none. */
  private static final String TRAINED = "-XX:AOTCacheOutput=";

  /** Commands do without the better compiler, which their short lives would not pay for. */
  private static final String COMPILERS = "-XX:TieredStopAtLevel=";

  /** The agent serves many commands, so it gets only what is no one command's own. */
  private static final List<String> KEPT =
      List.of("HOME", "PATH", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ", "JAVA_HOME");

  private static final List<String> KEPT_BEGINNINGS = List.of("LC_", "XDG_", "WAYBILL_");

  @Override
  public List<String> command() {
    Path self = Path.of("/proc/self/cmdline");
    try {
      var command = new ArrayList<String>();
      command.add(home.resolve("bin").resolve("waybill-launcher").toString());
      command.add("detach");
      for (String word : Files.readString(self, StandardCharsets.UTF_8).split("\0", -1)) {
        if (!word.startsWith(TRAINED) && !word.startsWith(COMPILERS)) {
          command.add(withOwnCache(word));
        }
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

  /** The agent has an AOT cache beside that of commands; without it, theirs is better than none. */
  private static String withOwnCache(String word) {
    if (!word.startsWith(CACHE) || !word.endsWith(CACHE_ENDING)) {
      return word;
    }
    String name = word.substring(0, word.length() - CACHE_ENDING.length());
    if (name.endsWith(TYGER)) {
      name = name.substring(0, name.length() - TYGER.length());
    }
    String own = name + "-agent" + CACHE_ENDING;
    return Files.exists(Path.of(own.substring(CACHE.length()))) ? own : word;
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
