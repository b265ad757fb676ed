package waybill.dialects.maelstrom.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.dialects.maelstrom.resolved.Preparations;

/**
 * Shows on a screen what is being got, one row for each thing, as long as there is any. Whatever
 * else is written meanwhile goes through {@link #above}.
 */
public final class ShownPreparations implements Preparations, ProgressView {
  private final Invocation invocation;

  /**
   * Guarded by itself, and the only thing that is locked when the area asks for rows: the area has
   * a lock of its own, which is taken with ours held.
   */
  private final Map<String, String> states = new LinkedHashMap<>();

  private volatile ProgressArea area = ProgressArea.NONE;
  private boolean open;

  public ShownPreparations(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Whether there is a screen on which rows can stand. */
  public boolean canBeShown() {
    return ProgressMode.suiting(invocation.terminal(), invocation.environment())
        == ProgressMode.LIVE;
  }

  @Override
  public synchronized void now(String what, String state) {
    synchronized (states) {
      states.put(what, state);
    }
    if (!open) {
      open = true;
      area = ProgressArea.open(ProgressMode.LIVE, invocation, this);
    }
    area.changed();
  }

  @Override
  public synchronized void over(String what) {
    boolean last;
    synchronized (states) {
      states.remove(what);
      last = states.isEmpty();
    }
    if (last && open) {
      open = false;
      area.close();
    }
  }

  /**
   * Writes something that stays.
   *
   * @param output writes and flushes; says whether it ended at the start of a line
   */
  void above(BooleanSupplier output) {
    area.above(output);
  }

  @Override
  public List<Row> rows(int columns, int rows) {
    List<Row> shown = new ArrayList<>();
    synchronized (states) {
      for (Map.Entry<String, String> state : states.entrySet()) {
        shown.add(new Row(Tone.DIM, " " + state.getKey() + "  " + state.getValue()));
      }
    }
    return shown;
  }

  @Override
  public Optional<String> heartbeat() {
    return Optional.empty();
  }
}
