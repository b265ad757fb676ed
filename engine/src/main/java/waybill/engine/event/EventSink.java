package waybill.engine.event;

/**
 * Where events go. Called by one thread at a time and in the order of the sequence numbers.
 *
 * <p>A sink never throws: a listener that is gone is no reason to end somebody's tasks, so a sink
 * keeps what went wrong and lets its owner ask. It should return soon, because the engine waits for
 * it: while a sink blocks no task starts and no timeout passes.
 */
public interface EventSink {

  /** Nobody listens. The engine makes no events for it at all. */
  EventSink NONE = new Deaf();

  void accept(Event event);

  /** See {@link #NONE}. */
  final class Deaf implements EventSink {
    private Deaf() {}

    @Override
    public void accept(Event event) {}
  }
}
