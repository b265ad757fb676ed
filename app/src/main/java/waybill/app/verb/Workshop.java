package waybill.app.verb;

import java.util.Optional;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.engine.event.EventSink;

/** What the verbs get from the wiring. */
public interface Workshop {

  /**
   * A store, an engine and this machine's sandbox.
   *
   * @param news told how images are got
   */
  Workplace workplace(
      Invocation invocation, int slots, EventSink events, Optional<Preparations> news);

  /** Only what makes tasks; nothing is run. */
  TaskMaker taskMaker(Invocation invocation);
}
