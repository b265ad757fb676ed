package waybill.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine relies on with every sink. */
abstract class EventSinkContract {

  /** The sink under test, one for each test. */
  abstract EventSink sink();

  /** The sequence numbers of what the sink has kept or passed on, as it did. */
  abstract List<Long> seen();

  @Test
  void everyKindOfEventIsTaken() {
    for (Event event : SampleEvents.all()) {
      assertThatCode(() -> sink().accept(event)).doesNotThrowAnyException();
    }
  }

  @Test
  void whatIsKeptIsInOrderAndNothingTwice() {
    for (long i = 1; i <= 1000; i++) {
      sink().accept(SampleEvents.started(i));
    }

    assertThat(seen()).isSorted().doesNotHaveDuplicates().allMatch(i -> i >= 1 && i <= 1000);
  }
}
