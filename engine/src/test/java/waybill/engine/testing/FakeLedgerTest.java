package waybill.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerEntry;
import waybill.engine.testing.FakeLedger.Crash;
import waybill.engine.testing.FakeLedger.Death;
import waybill.model.failure.FailureException;

class FakeLedgerTest extends LedgerContract {
  private FakeJournal journal = new FakeJournal(new FakeClock());
  private FakeLedger ledger = new FakeLedger(journal);

  @Override
  protected void open() {
    journal = new FakeJournal(new FakeClock());
    ledger = new FakeLedger(journal);
  }

  @Override
  protected void restart() {
    ledger = ledger.restarted();
  }

  @Override
  protected Journal journal() {
    return journal;
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  private static List<LedgerChange> put(String id) {
    return List.of(
        new LedgerChange.Put(
            new LedgerEntry(
                "k",
                id,
                1,
                "",
                id,
                "s",
                true,
                OptionalLong.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                "{}")));
  }

  private boolean has(String id) {
    return ledger.find("k", id, OptionalInt.empty()).isPresent();
  }

  @Test
  void onlyTheCommitThatShallFailFails() {
    ledger.failAt(2);
    ledger.commit(put("a"));
    assertThatThrownBy(() -> ledger.commit(put("b"))).isInstanceOf(FailureException.class);
    ledger.commit(put("c"));
    assertThat(ledger.ids("k", "", 9)).containsExactly("a", "c");
    assertThat(ledger.commits()).isEqualTo(3);
  }

  @Test
  void aCrashBeforeACommitForgetsItAndOneAfterItDoesNot() {
    ledger.dieAt(1, Death.BEFORE);
    assertThatThrownBy(() -> ledger.commit(put("a"))).isInstanceOf(Crash.class);
    assertThatThrownBy(() -> has("a")).isInstanceOf(Crash.class);
    ledger = ledger.restarted();
    assertThat(has("a")).isFalse();
    ledger.dieAt(1, Death.AFTER);
    assertThatThrownBy(() -> ledger.commit(put("b"))).isInstanceOf(Crash.class);
    ledger = ledger.restarted();
    assertThat(has("b")).isTrue();
  }

  @Test
  void whoSurvivesItsOwnCrashCanDoNothingMore() {
    FakeLedger old = ledger;
    ledger = old.restarted();
    assertThatThrownBy(() -> old.commit(put("a"))).isInstanceOf(Crash.class);
    assertThatThrownBy(old::nextRun).isInstanceOf(Crash.class);
    ledger.die();
    assertThatThrownBy(ledger::openRuns).isInstanceOf(Crash.class);
  }
}
