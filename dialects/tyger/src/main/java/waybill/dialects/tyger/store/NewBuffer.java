package waybill.dialects.tyger.store;

import java.util.List;
import java.util.Set;
import waybill.dialects.tyger.spec.Buffer;
import waybill.engine.store.LedgerChange;
import waybill.model.failure.FailureException;

/**
 * A buffer that is about to be: its container is there, and it is there itself when its changes
 * were committed and {@link #keep} was called. Closed without that, nothing is left of it. For one
 * thread.
 */
public final class NewBuffer implements AutoCloseable {
  private final Buffer buffer;
  private final List<LedgerChange> changes;
  private final Containers containers;
  private final Set<String> making;
  private boolean kept;

  private NewBuffer(
      Buffer buffer, List<LedgerChange> changes, Containers containers, Set<String> making) {
    this.buffer = buffer;
    this.changes = changes;
    this.containers = containers;
    this.making = making;
  }

  /**
   * Makes its container.
   *
   * @param making has its id for as long as the container belongs to no buffer yet
   */
  static NewBuffer make(
      Buffer buffer, List<LedgerChange> changes, Containers containers, Set<String> making) {
    var made = new NewBuffer(buffer, changes, containers, making);
    making.add(buffer.id());
    boolean whole = false;
    try {
      containers.create(buffer.id());
      whole = true;
      return made;
    } finally {
      if (!whole) {
        making.remove(buffer.id());
      }
    }
  }

  public Buffer buffer() {
    return buffer;
  }

  /** What makes it a buffer, to be committed with what it is for. */
  public List<LedgerChange> changes() {
    return changes;
  }

  /** They were committed. */
  public void keep() {
    kept = true;
  }

  /**
   * Removes the container of one that is not kept.
   *
   * @throws FailureException when that does not work; the next process does it
   */
  @Override
  public void close() {
    if (!kept) {
      containers.remove(buffer.id());
    }
    making.remove(buffer.id());
  }
}
