package waybill.dialects.tyger.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.StoredCodespec;
import waybill.dialects.tyger.written.CodespecJson;
import waybill.engine.EngineClock;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerEntry;

/** Named codespecs and their versions. For any number of threads. */
public final class Codespecs {
  private static final String KIND = "codespec";

  private final Ledger ledger;
  private final EngineClock clock;
  private final Locks locks = new Locks();
  private final Pages pages = new Pages(KIND);

  public Codespecs(Ledger ledger, EngineClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The version that says this: the latest one if it does, else a new one. */
  public StoredCodespec save(String name, Codespec codespec) {
    return locks.with(name, () -> saved(name, codespec));
  }

  private StoredCodespec saved(String name, Codespec codespec) {
    Optional<LedgerEntry> latest = ledger.find(KIND, name, OptionalInt.empty());
    int version = 1;
    Instant now = clock.now().truncatedTo(ChronoUnit.MICROS);
    Instant first = now;
    if (latest.isPresent()) {
      StoredCodespec known = stored(latest.get());
      if (known.codespec().isSameAs(codespec)) {
        return known;
      }
      version = Math.addExact(latest.get().version(), 1);
      first = latest.get().created();
    }
    var made = new StoredCodespec(name, version, now, codespec);
    var entry =
        new LedgerEntry(
            KIND,
            name,
            version,
            "",
            name,
            codespec.kind().word(),
            false,
            OptionalLong.empty(),
            first,
            now,
            CodespecJson.write(made));
    ledger.commit(List.of(new LedgerChange.Put(entry)));
    return made;
  }

  /** That version, or the latest. */
  public Optional<StoredCodespec> find(String name, OptionalInt version) {
    return ledger.find(KIND, name, version).map(Codespecs::stored);
  }

  /**
   * Latest versions, by names in the order of their bytes.
   *
   * @param prefix literally
   * @param limit 0 or more; no page is longer than 2000
   * @param continuation of an earlier page; fails with {@link
   *     waybill.dialects.tyger.problem.Refusal} when it is none
   */
  public Page<StoredCodespec> list(String prefix, int limit, Optional<String> continuation) {
    Optional<String> after = continuation.map(pages::id);
    List<LedgerEntry> found = ledger.latest(KIND, prefix, after, Pages.wanted(limit));
    return pages.page(found, limit, Codespecs::stored, pages::byId);
  }

  private static StoredCodespec stored(LedgerEntry entry) {
    return CodespecJson.readStored(entry.body());
  }
}
