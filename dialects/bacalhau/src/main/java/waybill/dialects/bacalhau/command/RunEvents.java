package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.OptionalLong;
import waybill.engine.event.Event;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.store.Journal;

/** The events of one run in their order, those that are there and those that come. */
final class RunEvents {
  private static final int PAGE = 500;

  private final Journal journal;
  private final long run;
  private long last;
  private boolean over;

  RunEvents(Journal journal, long run) {
    this.journal = journal;
    this.run = run;
  }

  /** The next ones there are; none when all that happened was given. */
  List<Event> next() {
    List<Event> page = journal.events(last, OptionalLong.of(run), PAGE);
    if (!page.isEmpty()) {
      last = page.getLast().sequence();
      over |= page.stream().anyMatch(event -> event.fact() instanceof SubmissionEnded);
    }
    return page;
  }

  /** Whether nothing will follow what was given. */
  boolean isOver() {
    return over;
  }

  /** Waits until there are more; false when there never will be. */
  boolean await() throws InterruptedException {
    return !over && journal.awaitAfter(last, OptionalLong.of(run));
  }
}
