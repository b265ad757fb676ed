package waybill.agent.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import waybill.agent.wire.Hello;

/**
 * Where the agent of this user is, and what to start when there is none.
 *
 * @param socket where it listens
 * @param startLock held by whoever starts one
 * @param self what a client of this program says of itself
 * @param log where an agent that is started writes
 * @param program what is started
 */
public record AgentPlace(Path socket, Path startLock, Hello self, Path log, Program program) {

  /** Asked when an agent has to be started: finding out takes time. */
  public interface Program {
    /**
     * Run in {@code /} with nothing open but its log and a pipe. It ends when it has written a
     * byte, which says that the agent listens, and leaves the agent to the system.
     */
    List<String> command();

    Map<String, String> environment();
  }
}
