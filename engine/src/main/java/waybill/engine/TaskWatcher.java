package waybill.engine;

/**
 * Follows a task of {@link Engine#run}: besides what it writes, when it waits and starts. These are
 * told by the engine's own thread, after its events: they return at once and do not throw.
 */
public interface TaskWatcher extends OutputReceiver {

  /** It waits for room from now on; not told when there is room at once. */
  default void waits() {}

  /** It has its room and is being brought to its sandbox. */
  default void starts() {}
}
