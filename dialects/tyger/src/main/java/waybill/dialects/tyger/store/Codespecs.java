package waybill.dialects.tyger.store;

import java.util.Optional;
import java.util.OptionalInt;
import waybill.engine.EngineClock;
import waybill.engine.store.Ledger;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.StoredCodespec;


/** Named codespecs and their versions. For any number of threads. */
public final class Codespecs {
  public Codespecs(Ledger ledger, EngineClock clock) {}

  /** The version that says this: the latest one if it does, else a new one. */
  public StoredCodespec save(String name, Codespec codespec) {
    throw new UnsupportedOperationException();
  }

  /** That version, or the latest. */
  public Optional<StoredCodespec> find(String name, OptionalInt version) {
    throw new UnsupportedOperationException();
  }

  /**
   * Latest versions, by names in the order of their bytes.
   *
   * @param prefix literally
   * @param continuation of an earlier page; fails with {@link waybill.dialects.tyger.problem.Refusal}
   *     when it is none
   */
  public Page<StoredCodespec> list(String prefix, int limit, Optional<String> continuation) {
    throw new UnsupportedOperationException();
  }
}
