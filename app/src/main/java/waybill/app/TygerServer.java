package waybill.app;

import java.nio.file.Path;
import waybill.agent.client.AgentHold;
import waybill.app.agent.AgentRelay;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiSession;
import waybill.dialects.tyger.command.Tyger;
import waybill.files.Folders;

/** Has the agent serve the API for as long as a command needs it. */
final class TygerServer implements Tyger.Server {
  /** The agent's program that does. */
  static final String PROGRAM = "api";

  @Override
  public ApiSession.Door open(Invocation invocation) {
    Path home = Installation.current().home();
    var hold = AgentHold.open(AgentRelay.place(home, invocation), PROGRAM, invocation);
    return new Held(hold, TygerWiring.socket(new Folders(invocation.environment())));
  }

  private record Held(AgentHold hold, Path socket) implements ApiSession.Door {
    @Override
    public void close() {
      hold.close();
    }
  }
}
