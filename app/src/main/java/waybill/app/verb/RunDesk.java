package waybill.app.verb;

import waybill.engine.LiveRuns;
import waybill.engine.store.Journal;

/** What is known of runs, where they run. */
public record RunDesk(Journal journal, LiveRuns live) {}
