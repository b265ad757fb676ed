package waybill.dialects.opspec.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.store.Journal;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.model.task.Outcome;

/** Keeps what is recorded, in order, and masks nothing: tests look at the secrets themselves. */
final class FakeJournal implements Journal {
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable NewRun begun;
  private @Nullable Ending ended;
  private int failAt = -1;

  /** One record. */
  record Entry(String path, Fact fact) {}

  /** From the record of that number on, nothing can be written. */
  synchronized void failAt(int number) {
    failAt = number;
  }

  @Override
  public synchronized long begin(NewRun run) {
    begun = run;
    return 7;
  }

  @Override
  public synchronized void record(long run, String path, Fact fact) {
    if (failAt >= 0 && entries.size() >= failAt) {
      throw new IllegalStateException("the disk is full");
    }
    entries.add(new Entry(path, fact));
    notifyAll();
  }

  @Override
  public synchronized void end(long run, Ending ending) {
    if (ended == null) {
      ended = ending;
    }
  }

  synchronized NewRun begun() {
    if (begun == null) {
      throw new IllegalStateException("nothing has begun");
    }
    return begun;
  }

  synchronized Ending ended() {
    if (ended == null) {
      throw new IllegalStateException("nothing has ended");
    }
    return ended;
  }

  /** Waits until there are so many records, or no more will come. */
  synchronized void awaitEntries(int count) throws InterruptedException {
    while (entries.size() < count && ended == null) {
      int before = entries.size();
      wait(20);
      if (entries.size() == before) {
        return; // everything hangs, as the trees of some tests do
      }
    }
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void flush() {}

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return List.of();
  }

  @Override
  public Optional<RunRecord> run(long number) {
    return Optional.empty();
  }

  @Override
  public List<Event> events(long after, OptionalLong run, int limit) {
    return List.of();
  }

  @Override
  public boolean awaitAfter(long sequence, OptionalLong run) {
    return false;
  }

  @Override
  public void endLost(Outcome.Canceller by, Set<Long> spared) {}

  @Override
  public boolean resume(long run, Secrets secrets) {
    return false;
  }

  @Override
  public Optional<Instant> lastSeen() {
    return Optional.empty();
  }

  @Override
  public void accept(Event event) {}

  @Override
  public void close() {}
}
