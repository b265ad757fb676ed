package waybill.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.engine.dispatch.DispatchCommand.AnnounceWait;
import waybill.engine.dispatch.DispatchCommand.EndTask;
import waybill.engine.dispatch.DispatchCommand.StartAttempt;
import waybill.engine.dispatch.DispatchEvent.AttemptEnded;
import waybill.engine.dispatch.DispatchEvent.Submitted;
import waybill.engine.dispatch.DispatchEvent.TaskCancelled;
import waybill.engine.event.Event.WaitReason;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;

/** Who gets the room of the machine when there is not enough for all. */
class AdmissionTest {
  private static final Outcome OK = new Outcome.Exited(0);
  private static final Capacity MACHINE = new Capacity(100, 4000, 4096, 1024, 1);

  private Dispatcher dispatcher = new Dispatcher(MACHINE);

  @Test
  void tasksStartWhileThereIsRoomForAllThatTheyAskFor() {
    assertThat(submit(1, cpu(3000))).containsExactly(start(1));
    assertThat(submit(2, cpu(2000))).containsExactly(waits(2, WaitReason.CPU));
    assertThat(submit(3, cpu(1000))).containsExactly(start(3));
    assertThat(end(3)).containsExactly(over(3));
    assertThat(end(1)).containsExactly(over(1), start(2));
  }

  @Test
  void everyKindOfRoomIsCountedAndNamed() {
    Demand all = new Demand(4000, 4096, 1024, 1);
    assertThat(submit(1, all)).containsExactly(start(1));
    assertThat(submit(2, cpu(1))).containsExactly(waits(2, WaitReason.CPU));
    assertThat(submit(3, memory(1))).containsExactly(waits(3, WaitReason.MEMORY));
    assertThat(submit(4, new Demand(0, 0, 1, 0))).containsExactly(waits(4, WaitReason.DISK));
    assertThat(submit(5, gpus(1))).containsExactly(waits(5, WaitReason.GPU));
    assertThat(submit(6, Demand.NONE)).containsExactly(start(6));
    assertThat(end(1)).containsExactly(over(1), start(2), start(3), start(4), start(5));
  }

  @Test
  void withoutASlotTheReasonIsTheSlot() {
    dispatcher = new Dispatcher(new Capacity(1, 4000, 4096, 0, 0));
    assertThat(submit(1, cpu(1000))).containsExactly(start(1));
    assertThat(submit(2, cpu(4000))).containsExactly(waits(2, WaitReason.SLOT));
  }

  @Test
  void whatIsMoreThanTheMachineHasIsRefusedAtOnce() {
    for (Demand tooMuch :
        List.of(cpu(4001), memory(4097), new Demand(0, 0, 1025, 0), gpus(2), cpu(Long.MAX_VALUE))) {
      List<DispatchCommand> commands = submit(99, tooMuch);
      assertThat(commands).hasSize(1);
      assertThat(((EndTask) commands.getFirst()).outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.failure().code()).isEqualTo(FailureCode.CAPACITY_EXCEEDED));
    }
    assertThat(submit(1, new Demand(4000, 4096, 1024, 1))).containsExactly(start(1));
  }

  @Test
  void aHigherPriorityGetsTheRoomFirst() {
    assertThat(submit(1, cpu(4000))).containsExactly(start(1));
    assertThat(submit(2, cpu(3000))).containsExactly(waits(2, WaitReason.CPU));
    assertThat(submit(3, 7, cpu(3000))).containsExactly(waits(3, WaitReason.CPU));
    assertThat(submit(4, 7, cpu(1000))).containsExactly(waits(4, WaitReason.CPU));
    assertThat(end(1)).containsExactly(over(1), start(3), start(4));
  }

  @Test
  void aLargeTaskIsPassedSoOftenAndNoOftener() {
    submit(1, cpu(2500));
    assertThat(submit(2, cpu(4000))).containsExactly(waits(2, WaitReason.CPU));
    long task = 3;
    for (int i = 0; i < Dispatcher.MOST_PASSES; i++, task++) {
      assertThat(submit(task, cpu(1000))).containsExactly(start(task));
      assertThat(end(task)).containsExactly(over(task));
    }
    assertThat(submit(task, cpu(1000))).containsExactly(waits(task, WaitReason.CPU));
    assertThat(end(1)).containsExactly(over(1), start(2));
    assertThat(end(2)).containsExactly(over(2), start(task));
  }

  @Test
  void anEndlessStreamOfSmallTasksDoesNotKeepALargeOneWaiting() {
    var running = new ArrayDeque<Long>();
    for (long task = 1; task <= 8; task++) {
      submit(task, cpu(500));
      running.add(task);
    }
    submit(1000, cpu(4000));
    boolean largeStarted = false;
    for (long task = 9; task < 9 + Dispatcher.MOST_PASSES + 10; task++) {
      submit(task, cpu(500));
      long oldest = running.isEmpty() ? 1000 : running.remove();
      for (DispatchCommand command : end(oldest)) {
        if (command instanceof StartAttempt(long started)) {
          largeStarted |= started == 1000;
          running.add(started);
        }
      }
    }
    assertThat(largeStarted).isTrue();
  }

  @Test
  void whatAKeptTaskDoesNotNeedIsStillGivenToOthers() {
    submit(1, gpus(1));
    Demand wide = new Demand(1000, 0, 0, 1);
    assertThat(submit(2, wide)).containsExactly(waits(2, WaitReason.GPU));
    for (long task = 3; task < 3 + 2L * Dispatcher.MOST_PASSES; task++) {
      assertThat(submit(task, cpu(3000))).containsExactly(start(task)); // leaves it its processor
      end(task);
    }
    assertThat(end(1)).containsExactly(over(1), start(2));
  }

  @Test
  void aPassThatDoesNoHarmIsNotCounted() {
    submit(1, gpus(1));
    submit(2, new Demand(4000, 0, 0, 1));
    for (long task = 3; task < 3 + 2L * Dispatcher.MOST_PASSES; task++) {
      assertThat(submit(task, memory(4096))).containsExactly(start(task));
      end(task);
    }
    assertThat(submit(900, cpu(1000))).as("one that does").containsExactly(start(900));
  }

  @Test
  void whoComesBeforeTheKeptOneIsNotHeldBackByIt() {
    submit(1, cpu(2500));
    submit(2, cpu(4000));
    long task = 3;
    for (int i = 0; i < Dispatcher.MOST_PASSES; i++, task++) {
      submit(task, cpu(1000));
      end(task);
    }
    assertThat(submit(task, 5, cpu(1000))).containsExactly(start(task));
  }

  @Test
  void whenTheKeptTaskIsCancelledTheOthersGetItsRoomAtOnce() {
    dispatcher = new Dispatcher(MACHINE, 0, new Transitions<>(Dispatcher.ROWS));
    submit(1, cpu(2500));
    submit(2, cpu(4000));
    assertThat(submit(3, cpu(1000))).containsExactly(waits(3, WaitReason.CPU));
    var commands = new ArrayList<DispatchCommand>();
    dispatcher.handle(new TaskCancelled(2, Outcome.Canceller.USER), commands);
    assertThat(commands)
        .containsExactly(new EndTask(2, new Outcome.Cancelled(Outcome.Canceller.USER)), start(3));
  }

  @Test
  void oneEndMayMakeRoomForMany() {
    submit(1, cpu(4000));
    submit(2, cpu(2000));
    submit(3, cpu(1000));
    submit(4, cpu(1000));
    submit(5, cpu(1000));
    assertThat(end(1)).containsExactly(over(1), start(2), start(3), start(4));
  }

  @Test
  void lessThanNothingIsRefused() {
    assertThatThrownBy(() -> cpu(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> gpus(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Capacity(1, -1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Counts what is touched instead of measuring time; a scan would touch thousands. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  void aLongLineOfEqualTasksIsNotLookedThroughAtEachEnd(int count) {
    submit(0, cpu(1000)); // leaves too little for any of the others
    for (int task = 1; task <= count; task++) {
      submit(task, cpu(3500));
    }
    assertThat(mostTouched(count)).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  void twoKindsOfTasksThatLackDifferentThingsAreNoWorse(int count) {
    submit(0, new Demand(1000, 1024, 0, 0));
    for (int task = 1; task <= count; task++) {
      submit(task, task % 2 == 0 ? new Demand(3500, 1, 0, 0) : new Demand(1, 3500, 0, 0));
    }
    assertThat(mostTouched(count)).isLessThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  void aLongLineOfDifferentTasksCostsNoMoreThanItsBound(int count) {
    var random = new Random(6);
    submit(0, cpu(4000));
    for (int task = 1; task <= count; task++) {
      int cpu = 100 + random.nextInt(3900);
      submit(task, new Demand(cpu, random.nextInt(4096), random.nextInt(1024), 0));
    }
    for (int i = 0; i < 2000; i++) {
      long before = dispatcher.touched();
      int commands = end(running.remove()).size();
      assertThat(dispatcher.touched() - before)
          .as("a search for each task that starts and one in vain")
          .isLessThanOrEqualTo(commands * (WaitingLine.MOST_SEARCHED + 200L));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  void aSmallTaskBehindManyLargeOnesOfAllSizesIsFoundAtOnce(int count) {
    submit(0, cpu(1000));
    for (int task = 1; task <= count; task++) {
      submit(task, new Demand(3001 + task % 999, task % 4096, task % 1024, 0));
    }
    long before = dispatcher.touched();
    submit(count + 1, cpu(7));
    assertThat(running).contains(count + 1L);
    assertThat(dispatcher.touched() - before).isLessThanOrEqualTo(200);
  }

  private final ArrayDeque<Long> running = new ArrayDeque<>();

  private long mostTouched(int ends) {
    long most = 0;
    for (int i = 0; i < ends; i++) {
      long before = dispatcher.touched();
      end(running.remove());
      most = Math.max(most, dispatcher.touched() - before);
    }
    return most;
  }

  private List<DispatchCommand> submit(long task, Demand demand) {
    return submit(task, 0, demand);
  }

  private List<DispatchCommand> submit(long task, int priority, Demand demand) {
    return tell(new Submitted(task, "submission", priority, 0, demand));
  }

  private List<DispatchCommand> end(long task) {
    return tell(new AttemptEnded(task, OK));
  }

  private List<DispatchCommand> tell(DispatchEvent event) {
    var commands = new ArrayList<DispatchCommand>();
    dispatcher.handle(event, commands);
    for (DispatchCommand command : commands) {
      if (command instanceof StartAttempt(long task)) {
        running.add(task);
      }
    }
    return commands;
  }

  private static Demand cpu(long millis) {
    return new Demand(millis, 0, 0, 0);
  }

  private static Demand memory(long bytes) {
    return new Demand(0, bytes, 0, 0);
  }

  private static Demand gpus(int count) {
    return new Demand(0, 0, 0, count);
  }

  private static DispatchCommand start(long task) {
    return new StartAttempt(task);
  }

  private static DispatchCommand waits(long task, WaitReason reason) {
    return new AnnounceWait(task, reason);
  }

  private static DispatchCommand over(long task) {
    return new EndTask(task, OK);
  }
}
