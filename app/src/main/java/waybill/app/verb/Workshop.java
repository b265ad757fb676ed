package waybill.app.verb;

import waybill.cli.Invocation;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.engine.event.EventSink;

/** What the verbs get from the wiring. */
public interface Workshop {

  /** A store, an engine and this machine's sandbox. */
  Workplace workplace(Invocation invocation, int slots, EventSink events);

  /** Only what makes tasks; nothing is run. */
  TaskMaker taskMaker(Invocation invocation);
}
