package waybill.engine.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;

/**
 * Decides which task runs when, and how it ends, from events alone: the same events always give the
 * same commands. Used by one thread. No event costs more than the logarithm of the number of tasks,
 * but for those that concern many tasks by nature.
 *
 * <p>A task starts when a slot and all that it demands are free: higher priorities first, then in
 * the order in which they came. While the first in line does not fit, smaller ones behind it may
 * pass, but they take from what it needs no more than {@link #MOST_PASSES} times. From then on what
 * it needs is kept for it, and what does not touch that still runs: so a task that waits for a
 * graphics processor does not stop those that want none. Passes count while a task is the first;
 * one of a higher priority that steps before it has its own. Who fits is looked for after each
 * event, so that no room lies idle that a task might take.
 *
 * <p>The life of a task (a test compares these lines with the table they are made from):
 *
 * <pre>{@code
 * WAITING -- SLOT_TAKEN -----> RUNNING
 * WAITING -- CANCELLED ------> OVER
 * WAITING -- REFUSED --------> OVER
 * RUNNING -- ATTEMPT_ENDED --> OVER
 * RUNNING -- CANCELLED ------> ENDING
 * RUNNING -- TIMED_OUT ------> ENDING
 * ENDING  -- ATTEMPT_ENDED --> OVER
 * ENDING  -- CANCELLED ------> ENDING
 * ENDING  -- KILL_OVERDUE ---> ENDING
 * }</pre>
 *
 * <p>{@code WAITING} has no room. {@code RUNNING} has a slot and what it asked for, from before its
 * sandbox is made until its program is gone. {@code ENDING} still has it: we asked for its end,
 * remember why, and wait for the attempt to say that it is over. {@code OVER} has been reported and
 * is forgotten.
 */
public final class Dispatcher {

  /**
   * After this time a kill is repeated while the attempt does not end. Not a courtesy: an attempt
   * may be killed before its backend has heard of it, and a backend ignores ids it does not know.
   */
  public static final long KILL_AGAIN_NANOS = 100_000_000L;

  /** So long may attempts take to die when we close, before the backend is taken away. */
  public static final long CLOSE_GRACE_NANOS = 5_000_000_000L;

  /**
   * So often may others take from what the first in line needs; then it is kept for it. Tasks pass
   * because room that is too small for a large one would lie idle meanwhile; each one that does may
   * put the large one off by as long as it runs. With this many, a machine that is full of small
   * tasks exchanges them about once or twice, and a large one waits for two or three of their
   * lengths instead of one. Fewer would let a busy machine run empty for every large task, more
   * would serve nobody who waits. It is a constant, so that the promise is the same everywhere.
   */
  public static final int MOST_PASSES = 32;

  enum State {
    WAITING,
    RUNNING,
    ENDING,
    OVER
  }

  enum Signal {
    SLOT_TAKEN,
    CANCELLED,
    REFUSED,
    TIMED_OUT,
    KILL_OVERDUE,
    ATTEMPT_ENDED
  }

  static final List<Transitions.Row<State, Signal>> ROWS =
      List.of(
          new Transitions.Row<>(State.WAITING, Signal.SLOT_TAKEN, State.RUNNING),
          new Transitions.Row<>(State.WAITING, Signal.CANCELLED, State.OVER),
          new Transitions.Row<>(State.WAITING, Signal.REFUSED, State.OVER),
          new Transitions.Row<>(State.RUNNING, Signal.ATTEMPT_ENDED, State.OVER),
          new Transitions.Row<>(State.RUNNING, Signal.CANCELLED, State.ENDING),
          new Transitions.Row<>(State.RUNNING, Signal.TIMED_OUT, State.ENDING),
          new Transitions.Row<>(State.ENDING, Signal.ATTEMPT_ENDED, State.OVER),
          new Transitions.Row<>(State.ENDING, Signal.CANCELLED, State.ENDING),
          new Transitions.Row<>(State.ENDING, Signal.KILL_OVERDUE, State.ENDING));

  private final Capacity capacity;
  private final int mostPasses;
  private final Transitions<State, Signal> transitions;

  /** Every task that is not over, in the order in which they came. */
  private final Map<Long, Entry> live = new LinkedHashMap<>();

  /** The same, by submission; none is empty. */
  private final Map<String, Set<Entry>> submissions = new HashMap<>();

  /**
   * Cancelled submissions stay cancelled, because a task of theirs may be on its way to us. Grows
   * by one name for each cancelled submission and never shrinks.
   */
  private final Map<String, Outcome.Canceller> cancelled = new HashMap<>();

  /** Tasks without their room. */
  private final WaitingLine waiting = new WaitingLine();

  /** What no task has. */
  private final Room free;

  /** Timers that were set and have neither fired nor been cancelled. */
  private final Map<Long, Entry> timers = new HashMap<>();

  private int running;
  private long arrivals;
  private long lastTimer;
  private long closeTimer;
  private boolean closing;
  private boolean stopped;

  /**
   * @param capacity of all attempts together
   */
  public Dispatcher(Capacity capacity) {
    this(capacity, MOST_PASSES, new Transitions<>(ROWS));
  }

  Dispatcher(Capacity capacity, int mostPasses, Transitions<State, Signal> transitions) {
    this.capacity = capacity;
    this.mostPasses = mostPasses;
    this.free = new Room(capacity);
    this.transitions = transitions;
  }

  /** See {@link WaitingLine#touched}. */
  long touched() {
    return waiting.touched();
  }

  /**
   * Takes one event in.
   *
   * @param commands what follows from it is added at the end
   * @throws IllegalStateException for an event that cannot happen, which is a fault of ours; the
   *     dispatcher is not usable after it
   */
  public void handle(DispatchEvent event, List<DispatchCommand> commands) {
    if (stopped) {
      throw new IllegalStateException(event + " came after the end");
    }
    switch (event) {
      case Submitted e -> submitted(e, commands);
      case TaskCancelled e -> taskCancelled(e, commands);
      case SubmissionCancelled e -> submissionCancelled(e, commands);
      case AttemptEnded e -> attemptEnded(e, commands);
      case TimerFired e -> timerFired(e, commands);
      case Closed _ -> closed(commands);
    }
    startWhatFits(commands);
    if (event instanceof Submitted submitted) {
      announceWait(submitted.task(), commands);
    }
    stopWhenNothingIsLeft(commands);
  }

  private void submitted(Submitted event, List<DispatchCommand> commands) {
    Set<Entry> siblings = submissions.get(event.submission());
    if (siblings == null) {
      siblings = new LinkedHashSet<>();
      submissions.put(event.submission(), siblings);
    }
    Entry entry = new Entry(event, siblings, ++arrivals);
    if (live.putIfAbsent(entry.task, entry) != null) {
      throw new IllegalStateException("task " + entry.task + " was submitted twice");
    }
    siblings.add(entry);
    waiting.add(entry);
    Outcome.@Nullable Canceller by =
        closing ? Outcome.Canceller.WAYBILL : cancelled.get(entry.submission);
    if (by != null) {
      cancel(entry, by, commands);
      return;
    }
    Optional<Failure> refusal = capacity.refusal(entry.demand);
    if (refusal.isPresent()) {
      move(entry, Signal.REFUSED);
      waiting.remove(entry);
      end(entry, new Outcome.Failed(refusal.get()), commands);
    }
  }

  private void announceWait(long task, List<DispatchCommand> commands) {
    Entry entry = live.get(task);
    if (entry != null && entry.state == State.WAITING) {
      commands.add(new AnnounceWait(task, lacking(entry)));
    }
  }

  /** What a waiting task waits for: what is not there, or is kept for the first in line. */
  private WaitReason lacking(Entry entry) {
    Optional<WaitReason> lack = free.lacking(entry.demand);
    if (lack.isEmpty() && waiting.first().isPresent()) {
      lack = free.besides(waiting.first().get().demand).lacking(entry.demand);
    }
    return lack.orElse(WaitReason.SLOT);
  }

  private void taskCancelled(TaskCancelled event, List<DispatchCommand> commands) {
    Entry entry = live.get(event.task());
    if (entry != null) {
      cancel(entry, event.by(), commands);
    }
  }

  private void submissionCancelled(SubmissionCancelled event, List<DispatchCommand> commands) {
    cancelled.putIfAbsent(event.submission(), event.by());
    for (Entry entry : List.copyOf(submissions.getOrDefault(event.submission(), Set.of()))) {
      cancel(entry, event.by(), commands);
    }
  }

  private void attemptEnded(AttemptEnded event, List<DispatchCommand> commands) {
    Entry entry = live.get(event.task());
    if (entry == null) {
      throw new IllegalStateException("an attempt of task " + event.task() + " ended, unasked for");
    }
    move(entry, Signal.ATTEMPT_ENDED);
    running--;
    free.giveBack(entry.demand);
    end(entry, entry.verdict(event.outcome()), commands);
  }

  private void timerFired(TimerFired event, List<DispatchCommand> commands) {
    if (event.timer() > lastTimer) {
      throw new IllegalStateException("timer " + event.timer() + " was never set");
    }
    if (event.timer() == closeTimer) {
      commands.add(new CloseBackend());
      return;
    }
    Entry entry = timers.remove(event.timer());
    if (entry == null) {
      return; // it fired while it was being cancelled
    }
    entry.timer = 0;
    if (entry.state == State.ENDING) {
      move(entry, Signal.KILL_OVERDUE);
      kill(entry, commands);
    } else {
      move(entry, Signal.TIMED_OUT);
      entry.killedFor = new Outcome.TimedOut();
      kill(entry, commands);
    }
  }

  private void closed(List<DispatchCommand> commands) {
    if (closing) {
      return;
    }
    closing = true;
    if (running > 0) {
      closeTimer = ++lastTimer;
      commands.add(new SetTimer(closeTimer, CLOSE_GRACE_NANOS));
    }
    for (Entry entry : new ArrayList<>(live.values())) {
      cancel(entry, Outcome.Canceller.WAYBILL, commands);
    }
  }

  private void startWhatFits(List<DispatchCommand> commands) {
    while (free.hasSlot()) {
      Optional<Entry> next = next();
      if (next.isEmpty()) {
        return;
      }
      Entry entry = next.get();
      waiting.remove(entry);
      move(entry, Signal.SLOT_TAKEN);
      running++;
      free.take(entry.demand);
      if (entry.timeoutNanos > 0) {
        setTimer(entry, entry.timeoutNanos, commands);
      }
      commands.add(new StartAttempt(entry.task));
    }
  }

  /**
   * Who may start now. One that passes the first in line is counted, unless it is no harm to it.
   */
  private Optional<Entry> next() {
    Optional<Entry> line = waiting.first();
    if (line.isEmpty() || free.holds(line.get().demand)) {
      return line;
    }
    Entry first = line.get();
    Room besides = free.besides(first.demand);
    if (first.passes >= mostPasses) {
      return waiting.firstThatFits(besides);
    }
    Optional<Entry> next = waiting.firstThatFits(free);
    if (next.isPresent() && !besides.holds(next.get().demand)) {
      first.passes++;
    }
    return next;
  }

  private void stopWhenNothingIsLeft(List<DispatchCommand> commands) {
    if (closing && live.isEmpty()) {
      stopped = true;
      commands.add(new Stop());
    }
  }

  private void cancel(Entry entry, Outcome.Canceller by, List<DispatchCommand> commands) {
    State before = entry.state;
    move(entry, Signal.CANCELLED);
    if (before == State.WAITING) {
      waiting.remove(entry);
      end(entry, new Outcome.Cancelled(by), commands);
    } else if (before == State.RUNNING) {
      entry.killedFor = new Outcome.Cancelled(by);
      kill(entry, commands);
    }
    // One that is ending already ends for the first reason: that is what its program met.
  }

  private void kill(Entry entry, List<DispatchCommand> commands) {
    cancelTimer(entry, commands);
    setTimer(entry, KILL_AGAIN_NANOS, commands);
    commands.add(new KillAttempt(entry.task));
  }

  private void end(Entry entry, Outcome outcome, List<DispatchCommand> commands) {
    cancelTimer(entry, commands);
    live.remove(entry.task);
    entry.siblings.remove(entry);
    if (entry.siblings.isEmpty()) {
      submissions.remove(entry.submission);
    }
    commands.add(new EndTask(entry.task, outcome));
  }

  private void setTimer(Entry entry, long afterNanos, List<DispatchCommand> commands) {
    entry.timer = ++lastTimer;
    timers.put(entry.timer, entry);
    commands.add(new SetTimer(entry.timer, afterNanos));
  }

  private void cancelTimer(Entry entry, List<DispatchCommand> commands) {
    if (entry.timer != 0) {
      timers.remove(entry.timer);
      commands.add(new CancelTimer(entry.timer));
      entry.timer = 0;
    }
  }

  private void move(Entry entry, Signal signal) {
    entry.state = transitions.after(entry.state, signal);
  }
}
