package waybill.agent.server;

import java.util.Map;
import waybill.cli.Command;
import waybill.engine.LiveRuns;

/** What an agent is there for. */
public interface AgentWork extends AutoCloseable {

  /** Programs by their names. */
  Map<String, Command> commands();

  /** What makes it busy. */
  LiveRuns runs();

  /** Ends what still runs and gives everything back. */
  @Override
  void close();
}
