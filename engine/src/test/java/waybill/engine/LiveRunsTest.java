package waybill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import waybill.model.task.Outcome.Canceller;

class LiveRunsTest {
  private final LiveRuns runs = new LiveRuns();

  @Test
  void theEndOfTheLastOneIsToldOnce() {
    var told = new AtomicInteger();
    runs.whenEmpty(told::incrementAndGet);
    LiveRuns.Registration one = runs.register(1, by -> {});
    LiveRuns.Registration two = runs.register(2, by -> {});
    assertThat(runs.isEmpty()).isFalse();
    one.close();
    assertThat(told).hasValue(0);
    two.close();
    two.close();
    assertThat(told).hasValue(1);
    assertThat(runs.isEmpty()).isTrue();
  }

  @Test
  void onlyTheRunThatIsMeantIsCancelled() {
    var cancelled = new ArrayList<String>();
    for (long run = 10_000; run >= 1; run--) {
      long number = run;
      runs.register(run, by -> cancelled.add(number + " by " + by));
    }
    assertThat(runs.cancel(77, Canceller.USER)).isTrue();
    assertThat(runs.cancel(10_001, Canceller.USER)).isFalse();
    assertThat(cancelled).containsExactly("77 by USER");
    assertThat(runs.numbers()).hasSize(10_000).isSorted();
  }
}
