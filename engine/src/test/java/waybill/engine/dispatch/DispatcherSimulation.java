package waybill.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
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
import waybill.engine.dispatch.Dispatcher.Signal;
import waybill.engine.dispatch.Dispatcher.State;
import waybill.engine.event.Event.WaitReason;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.model.task.Outcome;

/**
 * A world round one dispatcher: it invents events, carries commands out in a plain model, and
 * asserts after each of them what must always hold.
 */
final class DispatcherSimulation {
  private static final Outcome KILLED = new Outcome.Signaled(9);
  private static final List<Outcome> OWN_ENDS =
      List.of(new Outcome.Exited(0), new Outcome.Exited(3), KILLED, new Outcome.OutOfMemory());
  private static final int STEPS_TOLD = 20;

  /** What the world knows of a task. */
  private static final class Known {
    final Submitted submitted;
    boolean running;
    boolean killed;
    boolean cancelled;
    boolean timedOut;
    boolean over;

    /** How its attempt ended, once it has. */
    final List<Outcome> attemptEnds = new ArrayList<>();

    /** How often others took from what it needed while it was the first. */
    int passes;

    Known(Submitted submitted) {
      this.submitted = submitted;
    }

    boolean isBefore(Known other) {
      int mine = submitted.priority();
      int its = other.submitted.priority();
      return mine > its || (mine == its && submitted.task() < other.submitted.task());
    }

    /** A slot and all that it asks for. */
    long[] needs() {
      Demand demand = submitted.demand();
      return new long[] {
        1, demand.cpuMillis(), demand.memoryBytes(), demand.diskBytes(), demand.gpus()
      };
    }
  }

  private final Random random;
  private final Capacity capacity;
  private final int mostPasses;
  private final Dispatcher dispatcher;
  private final Map<Long, Known> tasks = new HashMap<>();
  private final List<Known> waiting = new ArrayList<>();
  private final List<Known> running = new ArrayList<>();
  private final Set<String> cancelledSubmissions = new HashSet<>();
  private final List<Long> timers = new ArrayList<>();
  private final Set<Long> timersEverSet = new HashSet<>();
  private final ArrayDeque<String> lastSteps = new ArrayDeque<>();
  private long lastTask;
  private boolean closed;
  private boolean stopped;

  DispatcherSimulation(long seed, Set<Transitions.Row<State, Signal>> taken) {
    this.random = new Random(seed);
    this.capacity = new Capacity(1 + random.nextInt(5), 8, 8, random.nextInt(9), random.nextInt(3));
    this.mostPasses = random.nextInt(4);
    this.dispatcher =
        new Dispatcher(
            capacity,
            mostPasses,
            new Transitions<>(Dispatcher.ROWS) {
              @Override
              State after(State from, Signal on) {
                State to = super.after(from, on);
                taken.add(new Row<>(from, on, to));
                return to;
              }
            });
  }

  /** Some steps of everything, then the end. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    closed = true;
    tell(new Closed());
    while (!stopped) {
      if (random.nextInt(5) == 0) {
        tell(submission());
      } else {
        endAnAttempt();
      }
    }
    assertThat(tasks.values()).allMatch(task -> task.over);
    assertThat(timers)
        .as("timers that are left are only the one of the closing")
        .hasSizeBetween(0, 1);
  }

  List<String> lastSteps() {
    return List.copyOf(lastSteps);
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> tell(submission());
      case 4, 5, 6 -> endAnAttempt();
      case 7 -> fireATimer();
      case 8 -> cancelATask();
      default -> {
        if (random.nextInt(8) == 0) {
          cancelASubmission();
        }
      }
    }
  }

  private Submitted submission() {
    String submission = "submission " + random.nextInt(20);
    long timeout = random.nextInt(3) == 0 ? 1 + random.nextInt(1000) : 0;
    Submitted submitted =
        new Submitted(++lastTask, submission, random.nextInt(3) - 1, timeout, demand());
    Known task = new Known(submitted);
    tasks.put(lastTask, task);
    waiting.add(task);
    task.cancelled = closed || cancelledSubmissions.contains(submission);
    return submitted;
  }

  /** Now and then more than there is. */
  private Demand demand() {
    return random.nextInt(4) == 0
        ? Demand.NONE
        : new Demand(some(9), some(9), some(4), random.nextInt(3) == 0 ? (int) some(3) : 0);
  }

  /** Small ones more often. */
  private long some(int most) {
    return random.nextInt(1 + random.nextInt(most + 1));
  }

  private void endAnAttempt() {
    if (running.isEmpty()) {
      return;
    }
    Known task = running.remove(random.nextInt(running.size()));
    boolean byKill = task.killed && random.nextInt(4) > 0;
    Outcome end = byKill ? KILLED : OWN_ENDS.get(random.nextInt(OWN_ENDS.size()));
    task.running = false;
    task.attemptEnds.add(end);
    tell(new AttemptEnded(task.submitted.task(), end));
    assertThat(task.over).as("the end of an attempt is told at once").isTrue();
  }

  private void fireATimer() {
    if (!timers.isEmpty() && random.nextInt(4) > 0) {
      tell(new TimerFired(timers.remove(random.nextInt(timers.size()))));
    } else if (!timersEverSet.isEmpty()) {
      Long stale = timersEverSet.iterator().next();
      if (!timers.contains(stale)) {
        assertThat(tell(new TimerFired(stale))).as("a stale timer").isEmpty();
      }
    }
  }

  private void cancelATask() {
    long number = 1 + random.nextLong(lastTask + 1); // the last one is not there yet
    Known task = tasks.get(number);
    if (task != null) {
      task.cancelled = true;
    }
    tell(new TaskCancelled(number, Outcome.Canceller.USER));
  }

  private void cancelASubmission() {
    String submission = "submission " + random.nextInt(20);
    cancelledSubmissions.add(submission);
    for (Known task : tasks.values()) {
      task.cancelled |= task.submitted.submission().equals(submission);
    }
    tell(new SubmissionCancelled(submission, Outcome.Canceller.SIBLING));
  }

  private List<DispatchCommand> tell(DispatchEvent event) {
    if (event instanceof Closed) {
      tasks.values().forEach(task -> task.cancelled = true);
    }
    List<DispatchCommand> commands = new ArrayList<>();
    dispatcher.handle(event, commands);
    lastSteps.addLast(event + " -> " + commands);
    if (lastSteps.size() > STEPS_TOLD) {
      lastSteps.removeFirst();
    }
    commands.forEach(this::carryOut);
    assertThat(Arrays.stream(free()).min().orElse(0)).as("the least that is free").isNotNegative();
    if (!waiting.isEmpty()) {
      assertThat(waiting.stream().filter(task -> fits(task, room())))
          .as("tasks that could start")
          .isEmpty();
    }
    return commands;
  }

  private Known first() {
    return waiting.stream().reduce((a, b) -> a.isBefore(b) ? a : b).orElseThrow();
  }

  private long[] free() {
    long[] free = {
      capacity.slots(),
      capacity.cpuMillis(),
      capacity.memoryBytes(),
      capacity.diskBytes(),
      capacity.gpus()
    };
    for (Known task : running) {
      long[] needs = task.needs();
      for (int i = 0; i < free.length; i++) {
        free[i] -= needs[i];
      }
    }
    return free;
  }

  private long[] besidesTheFirst() {
    long[] free = free();
    long[] needs = first().needs();
    for (int i = 0; i < free.length; i++) {
      free[i] = Math.max(0, free[i] - needs[i]);
    }
    return free;
  }

  /** What somebody may take now. */
  private long[] room() {
    Known first = first();
    return fits(first, free()) || first.passes < mostPasses ? free() : besidesTheFirst();
  }

  private static boolean fits(Known task, long[] room) {
    long[] needs = task.needs();
    for (int i = 0; i < room.length; i++) {
      if (needs[i] > room[i]) {
        return false;
      }
    }
    return true;
  }

  private void carryOut(DispatchCommand command) {
    assertThat(stopped).as("nothing comes after the last command").isFalse();
    switch (command) {
      case AnnounceWait c -> announceWait(task(c.task()), c.reason());
      case StartAttempt c -> start(task(c.task()));
      case KillAttempt c -> kill(task(c.task()));
      case SetTimer c -> {
        assertThat(c.afterNanos()).isPositive();
        assertThat(timersEverSet.add(c.timer())).as("a timer's id is its own").isTrue();
        timers.add(c.timer());
      }
      case CancelTimer c -> assertThat(timers.remove((Long) c.timer())).isTrue();
      case EndTask c -> end(task(c.task()), c.outcome());
      case CloseBackend _ -> assertThat(closed).isTrue();
      case Stop _ -> {
        assertThat(running).isEmpty();
        assertThat(waiting).isEmpty();
        stopped = true;
      }
    }
  }

  private void start(Known task) {
    long[] room = room();
    assertThat(fits(task, room)).as("it has its room").isTrue();
    for (Known other : waiting) {
      assertThat(other.isBefore(task) && fits(other, room))
          .as("task %d, which comes before, could start", other.submitted.task())
          .isFalse();
    }
    Known first = first();
    if (task != first && !fits(task, besidesTheFirst())) {
      first.passes++;
      assertThat(first.passes).as("times that it was passed").isLessThanOrEqualTo(mostPasses);
    }
    assertThat(waiting.remove(task)).isTrue();
    assertThat(task.cancelled).as("a cancelled task is not started").isFalse();
    task.running = true;
    running.add(task);
  }

  private void announceWait(Known task, WaitReason reason) {
    assertThat(waiting).contains(task);
    int kind = List.of(WaitReason.values()).indexOf(reason);
    assertThat(task.needs()[kind])
        .as("more %s than it may take", reason)
        .isGreaterThan(Math.min(free()[kind], besidesTheFirst()[kind]));
  }

  private boolean isTooLarge(Known task) {
    return capacity.lacking(task.submitted.demand()).isPresent();
  }

  private void kill(Known task) {
    assertThat(task.running).as("only what runs is killed").isTrue();
    task.timedOut |= !task.killed && !task.cancelled;
    task.killed = true;
  }

  private void end(Known task, Outcome outcome) {
    assertThat(task.over).as("a task ends once").isFalse();
    assertThat(task.running).as("a started attempt is awaited").isFalse();
    task.over = true;
    waiting.remove(task);
    if (outcome instanceof Outcome.Failed) {
      assertThat(isTooLarge(task)).as("only what can never run is refused").isTrue();
    } else if (task.attemptEnds.isEmpty()) {
      assertThat(task.cancelled).as("only a cancelled task ends without an attempt").isTrue();
      assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    } else if (!task.killed || !task.attemptEnds.contains(KILLED)) {
      assertThat(task.attemptEnds).as("its own outcome").containsExactly(outcome);
    } else if (task.timedOut) {
      assertThat(outcome).isEqualTo(new Outcome.TimedOut());
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  private Known task(long number) {
    Known task = tasks.get(number);
    assertThat(task).as("task %d", number).isNotNull();
    return Objects.requireNonNull(task);
  }
}
