package waybill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();

  @Test
  void theEarliestIsDueFirst() {
    timers.set(1, 0, 300);
    timers.set(2, 0, 100);
    timers.set(3, 50, 50);

    assertThat(timers.nanosToFirst(40)).isEqualTo(60);
    assertThat(timers.due(99)).isEmpty();
    assertThat(timers.due(100)).hasValue(2);
    assertThat(timers.due(100)).hasValue(3);
    assertThat(timers.due(100)).isEmpty();
    assertThat(timers.due(1000)).hasValue(1);
    assertThat(timers.isEmpty()).isTrue();
  }

  @Test
  void aCancelledOneIsNeverDue() {
    timers.set(1, 0, 100);
    timers.cancel(1);
    timers.cancel(1);

    assertThat(timers.due(1000)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void theLongestTimeIsFarAwayAndNotInThePast() {
    timers.set(1, Long.MAX_VALUE / 4, Long.MAX_VALUE);

    assertThat(timers.nanosToFirst(Long.MAX_VALUE / 4)).isGreaterThan(1L << 60);
  }
}
