package waybill.engine.store.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.FailureException;

/**
 * Changes that are written in one transaction or not at all, with whatever others it is shared.
 * When they cannot be written, only who brought them is told: nothing has happened then.
 */
final class Together extends Change {
  private final List<Change> parts;
  private final List<RunState> unawaited;
  private final List<Happening> happenings = new ArrayList<>();
  private final AtomicReference<@Nullable FailureException> failure = new AtomicReference<>();
  private final long bytes;

  /**
   * @param unawaited the runs that are told when nobody waits for it; none when somebody does
   */
  Together(List<Change> parts, List<RunState> unawaited) {
    this.parts = List.copyOf(parts);
    this.unawaited = unawaited;
    long sum = 0;
    for (Change part : parts) {
      happenings.addAll(part.happenings());
      sum += part.bytes();
    }
    this.bytes = sum;
  }

  @Override
  void apply(Session session, OutputFiles files) throws SQLException, IOException {
    for (Change part : parts) {
      part.apply(session, files);
    }
  }

  @Override
  List<Happening> happenings() {
    return happenings;
  }

  @Override
  int endedRuns() {
    int ended = 0;
    for (Change part : parts) {
      ended += part.endedRuns();
    }
    return ended;
  }

  @Override
  long bytes() {
    return bytes;
  }

  @Override
  void failed(FailureException why) {
    failure.set(why);
    unawaited.forEach(run -> run.lostSomething(why));
  }

  Optional<FailureException> failure() {
    return Optional.ofNullable(failure.get());
  }
}
