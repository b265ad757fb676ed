package waybill.agent.server;

import java.util.List;
import java.util.Map;
import waybill.cli.Command;
import waybill.engine.LiveRuns;

/** What an agent is there for. */
public interface AgentWork extends AutoCloseable {

  /** Programs by their names. */
  Map<String, Command> commands();

  /** What makes it busy. */
  LiveRuns runs();

  /**
   * Runs that are to go on, in this agent and in the next, ascending; whether something of them
   * runs just now or not. As long as there are any the agent does not end by itself.
   */
  List<Long> wanted();

  /** Whether there are any. */
  boolean isWanted();

  /** Calls this, in any thread, whenever the last thing that ran or was wanted is over. */
  void whenAtRest(Runnable tell);

  /** The agent is about to end: commands that only keep something open end now. */
  void ending();

  /** Ends what still runs and gives everything back. */
  @Override
  void close();
}
