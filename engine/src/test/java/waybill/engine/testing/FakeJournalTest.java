package waybill.engine.testing;

import waybill.engine.store.Journal;

class FakeJournalTest extends JournalContract {
  @Override
  protected Journal open() {
    return new FakeJournal(new FakeClock());
  }

  @Override
  protected Journal restarted(Journal dead) {
    ((FakeJournal) dead).restart();
    return dead;
  }
}
