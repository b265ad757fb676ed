package waybill.app.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.TaskEnded;
import waybill.model.task.Outcome;

class RunTreeTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

  private final RunTree tree = new RunTree();

  private void accept(String path, int second, Fact fact) {
    tree.accept(new Event(second, BEGUN.plusSeconds(second), "1", path, 1, fact));
  }

  @Test
  void whatWasUnderWayWhenItsRunEndedHasEndedWithIt() {
    accept("done", 1, new AttemptStarted());
    accept("done", 2, new TaskEnded(new Outcome.Exited(0)));
    accept("main", 3, new AttemptStarted());
    assertThat(tree.nodes()).extracting(RunTree.Node::word).containsExactly("ok", "running");

    accept("", 5, new SubmissionEnded(new Ending.Killed(Outcome.Canceller.USER)));

    assertThat(tree.nodes()).extracting(RunTree.Node::word).containsExactly("ok", "ended");
    RunTree.Node main = tree.nodes().getLast();
    assertThat(main.status(false)).isEqualTo("ended with the run");
    assertThat(main.ended()).contains(BEGUN.plusSeconds(5));
  }
}
