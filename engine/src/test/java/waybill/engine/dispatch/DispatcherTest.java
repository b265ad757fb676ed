package waybill.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waybill.engine.dispatch.Dispatcher.CLOSE_GRACE_NANOS;
import static waybill.engine.dispatch.Dispatcher.KILL_AGAIN_NANOS;
import static waybill.model.task.Outcome.Canceller.SIBLING;
import static waybill.model.task.Outcome.Canceller.USER;
import static waybill.model.task.Outcome.Canceller.WAYBILL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waybill.engine.dispatch.DispatchCommand.AnnounceWait;
import waybill.engine.dispatch.DispatchCommand.CancelTimer;
import waybill.engine.dispatch.DispatchCommand.CloseBackend;
import waybill.engine.dispatch.DispatchCommand.EndTask;
import waybill.engine.dispatch.DispatchCommand.KillAttempt;
import waybill.engine.dispatch.DispatchCommand.SetTimer;
import waybill.engine.dispatch.DispatchCommand.StartAttempt;
import waybill.engine.dispatch.DispatchCommand.Stop;
import waybill.engine.dispatch.DispatchEvent.AttemptEnded;
import waybill.engine.dispatch.DispatchEvent.Closed;
import waybill.engine.dispatch.DispatchEvent.SubmissionCancelled;
import waybill.engine.dispatch.DispatchEvent.Submitted;
import waybill.engine.dispatch.DispatchEvent.TaskCancelled;
import waybill.engine.dispatch.DispatchEvent.TimerFired;
import waybill.engine.event.Event.WaitReason;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.task.Outcome;

/** Each test is a script: when this comes in, exactly that goes out. */
class DispatcherTest {
  private static final Outcome OK = new Outcome.Exited(0);
  private static final Outcome KILLED = new Outcome.Signaled(9);
  private static final long SECOND = 1_000_000_000L;

  private Dispatcher dispatcher = new Dispatcher(Capacity.slots(1));

  @Test
  void aTaskStartsAtOnceWhenASlotIsFree() {
    when(submitted(1)).then(start(1));
  }

  @Test
  void itsEndIsTheEndOfItsAttempt() {
    when(submitted(1)).then(start(1));
    when(ended(1, new Outcome.Exited(7))).then(end(1, new Outcome.Exited(7)));
  }

  @Test
  void aTaskWithoutASlotWaitsAndSaysSo() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
  }

  @Test
  void aSlotThatGetsFreeGoesToTheTaskThatWaitedLongest() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
    when(submitted(3)).then(waits(3));
    when(ended(1, OK)).then(end(1, OK), start(2));
    when(ended(2, OK)).then(end(2, OK), start(3));
    when(ended(3, OK)).then(end(3, OK));
  }

  @Test
  void asManyRunAsThereAreSlots() {
    dispatcher = new Dispatcher(Capacity.slots(2));
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(start(2));
    when(submitted(3)).then(waits(3));
    when(ended(2, OK)).then(end(2, OK), start(3));
  }

  @Test
  void aHigherPriorityGoesFirstAndEqualOnesInTheirOrder() {
    when(submitted(1)).then(start(1));
    when(submittedWithPriority(2, 0)).then(waits(2));
    when(submittedWithPriority(3, -5)).then(waits(3));
    when(submittedWithPriority(4, 9)).then(waits(4));
    when(submittedWithPriority(5, 9)).then(waits(5));
    when(ended(1, OK)).then(end(1, OK), start(4));
    when(ended(4, OK)).then(end(4, OK), start(5));
    when(ended(5, OK)).then(end(5, OK), start(2));
    when(ended(2, OK)).then(end(2, OK), start(3));
  }

  @Test
  void aHigherPriorityTakesNoSlotFromARunningTask() {
    when(submitted(1)).then(start(1));
    when(submittedWithPriority(2, 100)).then(waits(2));
  }

  @Test
  void theExtremesOfPriorityAreOrderedToo() {
    when(submitted(1)).then(start(1));
    when(submittedWithPriority(2, Integer.MIN_VALUE)).then(waits(2));
    when(submittedWithPriority(3, Integer.MAX_VALUE)).then(waits(3));
    when(ended(1, OK)).then(end(1, OK), start(3));
  }

  @Test
  void theTimeoutBeginsWhenATaskTakesItsSlot() {
    when(submitted(1)).then(start(1));
    when(submittedWithTimeout(2, SECOND)).then(waits(2));
    when(ended(1, OK)).then(end(1, OK), timer(1, SECOND), start(2));
  }

  @Test
  void aTaskThatEndsInTimeCancelsItsTimer() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(ended(1, OK)).then(noTimer(1), end(1, OK));
  }

  @Test
  void aTaskWhoseTimePassesIsKilledAndTimedOut() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(fired(1)).then(timer(2, KILL_AGAIN_NANOS), kill(1));
    when(ended(1, KILLED)).then(noTimer(2), end(1, new Outcome.TimedOut()));
  }

  @Test
  void aTaskThatEndsByItselfBeforeTheKillArrivesKeepsItsOutcome() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(fired(1)).then(timer(2, KILL_AGAIN_NANOS), kill(1));
    when(ended(1, OK)).then(noTimer(2), end(1, OK));
  }

  @Test
  void aTaskThatRanOutOfMemoryBeforeTheKillArrivesKeepsItsOutcome() {
    when(submitted(1)).then(start(1));
    when(cancelled(1)).then(timer(1, KILL_AGAIN_NANOS), kill(1));
    when(ended(1, new Outcome.OutOfMemory())).then(noTimer(1), end(1, new Outcome.OutOfMemory()));
  }

  @Test
  void signalNineIsNobodysWhenWeDidNotKill() {
    when(submitted(1)).then(start(1));
    when(ended(1, KILLED)).then(end(1, KILLED));
  }

  @Test
  void aTimerThatFiresAfterTheEndIsIgnored() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(ended(1, OK)).then(noTimer(1), end(1, OK));
    when(fired(1)).thenNothing();
  }

  @Test
  void aTimerThatFiresAfterItWasReplacedIsIgnored() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(cancelled(1)).then(noTimer(1), timer(2, KILL_AGAIN_NANOS), kill(1));
    when(fired(1)).thenNothing();
    when(ended(1, KILLED)).then(noTimer(2), end(1, cancelledBy(USER)));
  }

  @Test
  void aWaitingTaskIsCancelledWithoutAnAttempt() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
    when(cancelled(2)).then(end(2, cancelledBy(USER)));
    when(ended(1, OK)).then(end(1, OK));
  }

  @Test
  void aRunningTaskIsKilledAndKeepsItsSlotUntilItsProgramIsGone() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
    when(cancelled(1)).then(timer(1, KILL_AGAIN_NANOS), kill(1));
    when(ended(1, KILLED)).then(noTimer(1), end(1, cancelledBy(USER)), start(2));
  }

  @Test
  void aKillThatDoesNotShowIsRepeated() {
    when(submitted(1)).then(start(1));
    when(cancelled(1)).then(timer(1, KILL_AGAIN_NANOS), kill(1));
    when(fired(1)).then(timer(2, KILL_AGAIN_NANOS), kill(1));
    when(fired(2)).then(timer(3, KILL_AGAIN_NANOS), kill(1));
    when(ended(1, KILLED)).then(noTimer(3), end(1, cancelledBy(USER)));
  }

  @Test
  void theFirstReasonToEndATaskStays() {
    when(submittedWithTimeout(1, SECOND)).then(timer(1, SECOND), start(1));
    when(fired(1)).then(timer(2, KILL_AGAIN_NANOS), kill(1));
    when(cancelled(1)).thenNothing();
    when(ended(1, KILLED)).then(noTimer(2), end(1, new Outcome.TimedOut()));
  }

  @Test
  void cancellingATaskThatIsOverOrUnknownDoesNothing() {
    when(submitted(1)).then(start(1));
    when(ended(1, OK)).then(end(1, OK));
    when(cancelled(1)).thenNothing();
    when(cancelled(99)).thenNothing();
  }

  @Test
  void cancellingASubmissionEndsItsTasksAndNoOthers() {
    dispatcher = new Dispatcher(Capacity.slots(2));
    when(submittedTo("mine", 1)).then(start(1));
    when(submittedTo("yours", 2)).then(start(2));
    when(submittedTo("mine", 3)).then(waits(3));
    when(submittedTo("yours", 4)).then(waits(4));
    when(new SubmissionCancelled("mine", SIBLING))
        .then(timer(1, KILL_AGAIN_NANOS), kill(1), end(3, cancelledBy(SIBLING)));
    when(ended(1, KILLED)).then(noTimer(1), end(1, cancelledBy(SIBLING)), start(4));
  }

  @Test
  void aTaskOfACancelledSubmissionThatComesLateIsNotStarted() {
    when(new SubmissionCancelled("mine", USER)).thenNothing();
    when(new SubmissionCancelled("mine", SIBLING)).thenNothing();
    when(submittedTo("mine", 1)).then(end(1, cancelledBy(USER)));
    when(submittedTo("yours", 2)).then(start(2));
  }

  @Test
  void closingEndsEverythingAndStopsWhenTheLastProgramIsGone() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
    when(new Closed())
        .then(
            timer(1, CLOSE_GRACE_NANOS),
            timer(2, KILL_AGAIN_NANOS),
            kill(1),
            end(2, cancelledBy(WAYBILL)));
    when(ended(1, KILLED)).then(noTimer(2), end(1, cancelledBy(WAYBILL)), new Stop());
  }

  @Test
  void closingWithNothingLeftStopsAtOnce() {
    when(new Closed()).then(new Stop());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    when(submitted(1)).then(start(1));
    when(new Closed()).then(timer(1, CLOSE_GRACE_NANOS), timer(2, KILL_AGAIN_NANOS), kill(1));
    when(new Closed()).thenNothing();
  }

  @Test
  void aTaskThatComesWhileWeCloseIsCancelled() {
    when(submitted(1)).then(start(1));
    when(new Closed()).then(timer(1, CLOSE_GRACE_NANOS), timer(2, KILL_AGAIN_NANOS), kill(1));
    when(submitted(2)).then(end(2, cancelledBy(WAYBILL)));
  }

  @Test
  void whatOutlivesItsKillWhileWeCloseLosesItsBackend() {
    when(submitted(1)).then(start(1));
    when(new Closed()).then(timer(1, CLOSE_GRACE_NANOS), timer(2, KILL_AGAIN_NANOS), kill(1));
    when(fired(1)).then(new CloseBackend());
    when(ended(1, KILLED)).then(noTimer(2), end(1, cancelledBy(WAYBILL)), new Stop());
  }

  @Test
  void whatCannotHappenIsRefused() {
    when(submitted(1)).then(start(1));
    when(submitted(2)).then(waits(2));
    refuses(submitted(1), "task 1 was submitted twice");
    refuses(ended(2, OK), "ATTEMPT_ENDED cannot happen in state WAITING");
    refuses(ended(3, OK), "an attempt of task 3 ended, unasked for");
    refuses(fired(1), "timer 1 was never set");
    dispatcher = new Dispatcher(Capacity.slots(1));
    when(new Closed()).then(new Stop());
    refuses(submitted(1), "came after the end");
  }

  @Test
  void nonsenseNumbersAreRefused() {
    assertThatThrownBy(() -> new Dispatcher(Capacity.slots(0))).hasMessageContaining("slot");
    assertThatThrownBy(() -> submittedWithTimeout(1, -1)).hasMessageContaining("timeout");
  }

  @Test
  void theDiagramInTheSourceIsTheTable() throws IOException {
    Path source = Path.of("src/main/java/waybill/engine/dispatch/Dispatcher.java");
    String diagram =
        new Transitions<>(Dispatcher.ROWS)
            .diagram()
            .lines()
            .map(line -> " * " + line + "\n")
            .collect(Collectors.joining());
    assertThat(Files.readString(source)).contains(" * <pre>{@code\n" + diagram + " * }</pre>\n");
  }

  private Then when(DispatchEvent event) {
    List<DispatchCommand> commands = new ArrayList<>();
    dispatcher.handle(event, commands);
    return new Then(commands);
  }

  private record Then(List<DispatchCommand> commands) {
    void then(DispatchCommand... expected) {
      assertThat(commands).containsExactly(expected);
    }

    void thenNothing() {
      assertThat(commands).isEmpty();
    }
  }

  private void refuses(DispatchEvent event, String why) {
    assertThatThrownBy(() -> dispatcher.handle(event, new ArrayList<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why);
  }

  private static DispatchEvent submitted(long task) {
    return new Submitted(task, "submission", 0, 0, Demand.NONE);
  }

  private static DispatchEvent submittedTo(String submission, long task) {
    return new Submitted(task, submission, 0, 0, Demand.NONE);
  }

  private static DispatchEvent submittedWithPriority(long task, int priority) {
    return new Submitted(task, "submission", priority, 0, Demand.NONE);
  }

  private static DispatchEvent submittedWithTimeout(long task, long nanos) {
    return new Submitted(task, "submission", 0, nanos, Demand.NONE);
  }

  private static DispatchEvent cancelled(long task) {
    return new TaskCancelled(task, USER);
  }

  private static DispatchEvent ended(long task, Outcome outcome) {
    return new AttemptEnded(task, outcome);
  }

  private static DispatchEvent fired(long timer) {
    return new TimerFired(timer);
  }

  private static DispatchCommand waits(long task) {
    return new AnnounceWait(task, WaitReason.SLOT);
  }

  private static DispatchCommand start(long task) {
    return new StartAttempt(task);
  }

  private static DispatchCommand kill(long task) {
    return new KillAttempt(task);
  }

  private static DispatchCommand timer(long timer, long afterNanos) {
    return new SetTimer(timer, afterNanos);
  }

  private static DispatchCommand noTimer(long timer) {
    return new CancelTimer(timer);
  }

  private static DispatchCommand end(long task, Outcome outcome) {
    return new EndTask(task, outcome);
  }

  private static Outcome cancelledBy(Outcome.Canceller by) {
    return new Outcome.Cancelled(by);
  }
}
