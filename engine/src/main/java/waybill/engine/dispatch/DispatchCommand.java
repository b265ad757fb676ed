package waybill.engine.dispatch;

import waybill.engine.event.Event.WaitReason;
import waybill.model.task.Outcome;

/** What the {@link Dispatcher} wants done. Carried out by the loop, in order. */
public sealed interface DispatchCommand {

  /**
   * The task cannot start yet. Tells whoever watches; nothing is answered.
   *
   * @param reason the first thing that it lacks now
   */
  record AnnounceWait(long task, WaitReason reason) implements DispatchCommand {}

  /** The task has its room: run it. Answered by one {@link DispatchEvent.AttemptEnded}. */
  record StartAttempt(long task) implements DispatchCommand {}

  /**
   * The program must end now. Not answered by itself: the attempt's {@link
   * DispatchEvent.AttemptEnded} comes sooner for it. Comes again while the attempt does not end.
   */
  record KillAttempt(long task) implements DispatchCommand {}

  /** Answered by {@link DispatchEvent.TimerFired} after the time, unless cancelled before. */
  record SetTimer(long timer, long afterNanos) implements DispatchCommand {}

  /** The timer is not needed any more. Not answered. */
  record CancelTimer(long timer) implements DispatchCommand {}

  /**
   * The task is over: answers its {@link DispatchEvent.Submitted}. Nothing of it runs any more, and
   * its number is not heard of again.
   */
  record EndTask(long task, Outcome outcome) implements DispatchCommand {}

  /**
   * Attempts outlived their kill while we close: end them all by taking the backend away. Each is
   * still answered by its {@link DispatchEvent.AttemptEnded}.
   */
  record CloseBackend() implements DispatchCommand {}

  /** Every task has ended after {@link DispatchEvent.Closed}. The last command there is. */
  record Stop() implements DispatchCommand {}
}
