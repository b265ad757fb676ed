package waybill.app.verb;

import java.util.function.Predicate;
import waybill.engine.LiveRuns;
import waybill.engine.store.Journal;
import waybill.engine.store.RunRecord;

/**
 * What is known of runs, where they run.
 *
 * @param stop ends runs that are not among the live ones, because they outlive their process; false
 *     when it is no such run
 */
public record RunDesk(Journal journal, LiveRuns live, Predicate<RunRecord> stop) {}
