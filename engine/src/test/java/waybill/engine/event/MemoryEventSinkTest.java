package waybill.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryEventSinkTest extends EventSinkContract {
  private final MemoryEventSink sink = new MemoryEventSink(3);

  @Override
  EventSink sink() {
    return sink;
  }

  @Override
  List<Long> seen() {
    return sink.events().stream().map(Event::sequence).toList();
  }

  @Test
  void theLatestAreKept() {
    for (long i = 1; i <= 5; i++) {
      sink.accept(SampleEvents.started(i));
    }

    assertThat(seen()).containsExactly(3L, 4L, 5L);
    assertThat(sink.dropped()).isEqualTo(2);
  }

  @Test
  void keepingNothingIsNotWhatItIsFor() {
    assertThatThrownBy(() -> new MemoryEventSink(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
