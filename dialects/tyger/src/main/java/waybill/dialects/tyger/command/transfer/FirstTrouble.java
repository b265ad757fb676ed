package waybill.dialects.tyger.command.transfer;

import static java.util.Map.entry;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import waybill.dialects.tyger.buffer.Trouble;

/** Tells of the first trouble, so that nobody wonders why nothing happens; others are like it. */
public final class FirstTrouble implements Trouble {
  private final TransferLog log;
  private final AtomicBoolean told = new AtomicBoolean();

  public FirstTrouble(TransferLog log) {
    this.log = log;
  }

  @Override
  public void retrying(String why) {
    if (told.compareAndSet(false, true)) {
      log.warn("The buffer cannot be reached; trying again", List.of(entry("error", why)));
    }
  }
}
