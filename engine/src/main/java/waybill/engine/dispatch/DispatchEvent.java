package waybill.engine.dispatch;

import waybill.engine.room.Demand;
import waybill.model.task.Outcome;

/**
 * A fact the {@link Dispatcher} is told. Tasks are named by a number that is theirs alone for the
 * life of the dispatcher.
 */
public sealed interface DispatchEvent {

  /**
   * Somebody wants a task run. Sent by the engine for each call of {@code run}; answered by exactly
   * one {@link DispatchCommand.EndTask}, now or later.
   *
   * @param task not used before
   * @param submission what it can be cancelled by
   * @param priority higher ones first, equal ones in the order in which they came
   * @param timeoutNanos from taking a slot to the end; 0 means none
   * @param demand what it needs besides a slot
   */
  record Submitted(long task, String submission, int priority, long timeoutNanos, Demand demand)
      implements DispatchEvent {
    public Submitted {
      if (timeoutNanos < 0) {
        throw new IllegalArgumentException("a timeout cannot be negative: " + timeoutNanos);
      }
    }
  }

  /**
   * One task is no longer wanted. Sent by the engine when the thread that waits for the task is
   * interrupted. Ignored for a task that is over, because its end and the wish may cross.
   */
  record TaskCancelled(long task, Outcome.Canceller by) implements DispatchEvent {}

  /**
   * A submission is no longer wanted: none of its tasks, and none that still comes under its name.
   * Sent by the engine for a call of {@code cancel}. The first one counts.
   */
  record SubmissionCancelled(String submission, Outcome.Canceller by) implements DispatchEvent {}

  /**
   * An attempt is over and its program gone. Sent by the attempt's own thread, exactly once for
   * each {@link DispatchCommand.StartAttempt}, also when a {@link DispatchCommand.KillAttempt} came
   * between.
   *
   * @param outcome as the backend saw it: a program that our kill ended shows as signal 9
   */
  record AttemptEnded(long task, Outcome outcome) implements DispatchEvent {}

  /**
   * The time of a {@link DispatchCommand.SetTimer} has come. Sent by the loop. May cross a {@link
   * DispatchCommand.CancelTimer}, and is ignored then.
   */
  record TimerFired(long timer) implements DispatchEvent {}

  /**
   * Nothing more is to run. Sent by the engine when it is closed; answered by a {@link
   * DispatchCommand.Stop} when every task has ended.
   */
  record Closed() implements DispatchEvent {}
}
