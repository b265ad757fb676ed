package waybill.dialects.tyger.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerEntry;
import waybill.model.failure.FailureException;

/**
 * Contents of buffers that are gone. With the commit that removes a buffer an entry is written that
 * says so, and it stays until the container is away: whatever ends the process between, the next
 * one finds what is left to do.
 */
final class PurgedBuffers {
  private static final String KIND = "buffer-purged";

  /** At a time. */
  private static final int BATCH = 1000;

  private final Ledger ledger;
  private final Containers containers;
  private final Consumer<String> log;
  private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();

  PurgedBuffers(Ledger ledger, Containers containers, Consumer<String> log) {
    this.ledger = ledger;
    this.containers = containers;
    this.log = log;
  }

  /** Part of the commit that removes the buffer. */
  static LedgerChange announced(String id, Instant now) {
    return new LedgerChange.Put(
        new LedgerEntry(KIND, id, 1, "", "", "", false, OptionalLong.empty(), now, now, "{}"));
  }

  /** That was committed. */
  void add(List<String> ids) {
    waiting.addAll(ids);
  }

  /** Removes what was added. Never throws: what stays is removed by {@link #resume}. */
  void remove() {
    var done = new ArrayList<LedgerChange>();
    try {
      for (String id = waiting.poll(); id != null; id = waiting.poll()) {
        remove(id, done);
        if (done.size() == BATCH) {
          ledger.commit(done);
          done.clear();
        }
      }
      ledger.commit(done);
    } catch (FailureException e) {
      log.accept("that contents of buffers were removed cannot be written: " + e.getMessage());
    }
  }

  private void remove(String id, List<LedgerChange> done) {
    try {
      containers.remove(id);
      done.add(new LedgerChange.Removed(KIND, id));
    } catch (FailureException e) {
      log.accept("the content of a purged buffer stays for now: " + e.getMessage());
    }
  }

  /** Removes what was left over, by whomever; some of it, when that is much. */
  void resume() {
    waiting.addAll(ledger.ids(KIND, "", BATCH));
    remove();
  }
}
