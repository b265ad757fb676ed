package waybill.dialects.opspec.command;

import waybill.cli.Exit;
import waybill.cli.Invocation;

/**
 * Begins and ends the process that runs ops: what {@code opctl node} is about. Called in the
 * process of the command, because the other one may not be there.
 */
public interface AgentControl {

  /** Is that process until somebody ends it. Says on the streams what stands in the way. */
  Exit serve(Invocation invocation);

  /**
   * Ends it, with everything that it runs, and returns when it is gone.
   *
   * @return false when there was none
   */
  boolean stop(Invocation invocation);

  /** Removes what it remembers of runs, and their files. Only after {@link #stop}. */
  void delete(Invocation invocation);
}
