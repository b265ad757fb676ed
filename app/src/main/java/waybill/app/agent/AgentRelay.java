package waybill.app.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import waybill.agent.client.AgentClient;
import waybill.agent.client.AgentPlace;
import waybill.agent.wire.Hello;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.files.Folders;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Hands a command over to the agent. */
public final class AgentRelay {
  /** What the agent's own process is called with. */
  public static final String PROCESS = "agent-process";

  private AgentRelay() {}

  /** Runs a program of the agent's with these arguments. */
  public static Exit run(Path home, String program, List<String> arguments, Invocation invocation) {
    return AgentClient.run(
        place(home, invocation), program, signalled(invocation.withArguments(arguments)));
  }

  /** The same call, which learns of each signal and ends by itself. */
  public static Invocation signalled(Invocation invocation) {
    return new Invocation(
        invocation.arguments(),
        invocation.in(),
        invocation.out(),
        invocation.err(),
        invocation.environment(),
        invocation.directory(),
        invocation.terminal(),
        new SignalInterrupts());
  }

  /**
   * Where this user's agent is.
   *
   * @param home the program's own folder
   */
  public static AgentPlace place(Path home, Invocation invocation) {
    var folders = new Folders(invocation.environment());
    return new AgentPlace(
        socket(folders),
        folders.runtime().resolve("agent.start"),
        self(home, folders),
        log(folders),
        new AgentCommand(home, invocation.environment()));
  }

  /** Who this process is to an agent or as one. */
  public static Hello self(Path home, Folders folders) {
    Path file = home.resolve("build");
    try {
      String build = Files.readString(file, StandardCharsets.UTF_8).strip();
      return new Hello(
          Hello.VERSION,
          build,
          ProcessHandle.current().pid(),
          folders.state().toString(),
          folders.cache().toString());
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(FailureCode.INTERNAL, "cannot read " + file + ": " + OsReason.of(e))
              .withHelp("the program's folder is incomplete: unpack or build it again"),
          e);
    }
  }

  /** Where it listens. */
  public static Path socket(Folders folders) {
    return folders.socket("agent.sock");
  }

  /** What the agent's process holds as long as it lives. */
  public static Path lock(Folders folders) {
    return folders.runtime().resolve("agent.lock");
  }

  /** What it tells about itself. */
  public static Path log(Folders folders) {
    return folders.state().resolve("agent.log");
  }
}
