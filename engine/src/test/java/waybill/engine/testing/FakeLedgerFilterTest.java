package waybill.engine.testing;

import java.util.ArrayList;
import java.util.List;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;

class FakeLedgerFilterTest extends LedgerFilterContract {
  private final FakeJournal journal = new FakeJournal(new FakeClock());

  /** The last one is in use. */
  private final List<FakeLedger> ledgers = new ArrayList<>();

  @Override
  protected void open() {
    ledgers.add(new FakeLedger(journal));
  }

  @Override
  protected void restart() {
    ledgers.add(ledgers.getLast().restarted());
  }

  @Override
  protected Journal journal() {
    return journal;
  }

  @Override
  protected Ledger ledger() {
    return ledgers.getLast();
  }
}
