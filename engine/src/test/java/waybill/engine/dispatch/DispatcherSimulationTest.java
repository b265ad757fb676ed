package waybill.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waybill.engine.dispatch.Dispatcher.Signal;
import waybill.engine.dispatch.Dispatcher.State;

/** Random lives of many tasks, checked after every step. A failure names its random seed. */
class DispatcherSimulationTest {

  @Test
  void whateverHappensEveryPromiseIsKeptAndEveryTransitionTaken() {
    Set<Transitions.Row<State, Signal>> taken = new HashSet<>();
    long fresh = System.nanoTime();
    for (long i = 0; i < 200; i++) {
      live(i, taken); // the same ones each time, so that a change that breaks one is seen at once
    }
    for (long i = 0; i < 50; i++) {
      live(fresh + i, taken); // and some that nobody has seen
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(Dispatcher.ROWS);
  }

  private static void live(long seed, Set<Transitions.Row<State, Signal>> taken) {
    DispatcherSimulation simulation = new DispatcherSimulation(seed, taken);
    try {
      simulation.run(400);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ", the last steps:\n" + String.join("\n", simulation.lastSteps()), e);
    }
  }
}
