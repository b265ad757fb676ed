package waybill.app;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.engine.store.Ledger;
import waybill.engine.store.RunRecord;

/** {@link TygerWiring} from when it is wanted: most agents never load it. Safe for all threads. */
final class TygerOnDemand implements AutoCloseable {
  private final Supplier<TygerWiring.World> world;
  private Runnable atRest = () -> {};
  private volatile @Nullable TygerWiring opened;
  private boolean ending;

  /**
   * @param world asked for once
   */
  TygerOnDemand(Supplier<TygerWiring.World> world) {
    this.world = world;
  }

  /** Opens it when an earlier agent has left runs open: they end now, with the reason. */
  void mend(Ledger ledger) {
    if (TygerWiring.isLeftBehind(ledger)) {
      var _ = open();
    }
  }

  private synchronized TygerWiring open() {
    TygerWiring known = opened;
    if (known == null) {
      known = new TygerWiring(world.get());
      known.whenIdle(atRest);
      opened = known;
      if (ending) {
        known.ending();
      }
    }
    return known;
  }

  Exit hold(Invocation invocation) {
    return open().hold(invocation);
  }

  boolean isServing() {
    TygerWiring known = opened;
    return known != null && known.isServing();
  }

  /** To be called before it is opened for somebody. */
  synchronized void whenIdle(Runnable tell) {
    atRest = tell;
    TygerWiring known = opened;
    if (known != null) {
      known.whenIdle(tell);
    }
  }

  /** See {@link TygerWiring#stop}. */
  boolean stop(RunRecord run) {
    return TygerWiring.isMeantBy(run) && open().stop(run);
  }

  synchronized void ending() {
    ending = true;
    TygerWiring known = opened;
    if (known != null) {
      known.ending();
    }
  }

  @Override
  public void close() {
    TygerWiring known = opened;
    if (known != null) {
      known.close();
    }
  }
}
