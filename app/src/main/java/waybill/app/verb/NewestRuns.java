package waybill.app.verb;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.engine.store.Journal;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;

/** All runs, newest first; read by pages, because of very many there may be few wanted. */
final class NewestRuns implements Iterator<RunRecord> {
  private static final int PAGE = 1000;

  private final Journal journal;
  private boolean running;
  private Iterator<RunRecord> page = List.<RunRecord>of().iterator();
  private OptionalLong before = OptionalLong.empty();
  private boolean last;

  NewestRuns(Journal journal) {
    this.journal = journal;
  }

  /** From the next page on only such as are not over. */
  void leaveOutEnded() {
    running = true;
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && !last) {
      List<RunRecord> runs = journal.runs(new RunQuery(running, Optional.empty(), before, PAGE));
      last = runs.size() < PAGE;
      page = runs.iterator();
    }
    return page.hasNext();
  }

  @Override
  public RunRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RunRecord run = page.next();
    before = OptionalLong.of(run.number());
    return run;
  }
}
