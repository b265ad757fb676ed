package waybill.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import waybill.engine.dispatch.DispatchCommand;
import waybill.engine.dispatch.DispatchCommand.AnnounceWait;
import waybill.engine.dispatch.DispatchCommand.CancelTimer;
import waybill.engine.dispatch.DispatchCommand.CloseBackend;
import waybill.engine.dispatch.DispatchCommand.EndTask;
import waybill.engine.dispatch.DispatchCommand.KillAttempt;
import waybill.engine.dispatch.DispatchCommand.SetTimer;
import waybill.engine.dispatch.DispatchCommand.StartAttempt;
import waybill.engine.dispatch.DispatchCommand.Stop;
import waybill.engine.dispatch.DispatchEvent;
import waybill.engine.dispatch.DispatchEvent.AttemptEnded;
import waybill.engine.dispatch.DispatchEvent.Submitted;
import waybill.engine.dispatch.DispatchEvent.TimerFired;
import waybill.engine.dispatch.Dispatcher;
import waybill.engine.event.Event;
import waybill.engine.event.EventSink;
import waybill.engine.room.Capacity;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome;
import waybill.model.task.Streams;

/**
 * The only place where the {@link Dispatcher} meets threads, time and the backend: one thread takes
 * events from a queue and carries out the commands that follow. It waits for the queue no longer
 * than to the next deadline, so it needs no second thread for timers.
 */
final class DispatcherLoop implements Runnable {
  private static final int SIGKILL = 9;

  private final Backend backend;
  private final EventSink sink;
  private final boolean watched;
  private final EngineClock clock;
  private final Dispatcher dispatcher;

  /** Bounded by the callers: each has at most a handful of events in it, and waits for them. */
  private final BlockingQueue<DispatchEvent> queue = new LinkedBlockingQueue<>();

  /** By number, from before their submission to their end. Whoever takes one out ends it. */
  private final Map<Long, TaskCall> calls = new ConcurrentHashMap<>();

  private final Timers timers = new Timers();
  private long lastSequence;
  private boolean stopped;

  /** Once the loop has ended: what a call gets that comes too late for it. */
  private volatile @Nullable Outcome afterwards;

  DispatcherLoop(Backend backend, EventSink sink, EngineClock clock, Capacity capacity) {
    this.backend = backend;
    this.sink = sink;
    this.watched = !sink.equals(EventSink.NONE);
    this.clock = clock;
    this.dispatcher = new Dispatcher(capacity);
  }

  /** Takes over a call: it will be ended, whatever happens. */
  void submit(TaskCall call) {
    var submitted =
        new Submitted(
            call.number, call.id.submission(), call.priority, call.timeoutNanos(), call.demand);
    calls.put(call.number, call);
    post(submitted);
    Outcome outcome = afterwards;
    if (outcome != null) {
      endAll(outcome);
    }
  }

  void post(DispatchEvent event) {
    if (afterwards == null) {
      queue.add(event);
    }
  }

  @Override
  public void run() {
    Outcome last = new Outcome.Cancelled(Outcome.Canceller.WAYBILL);
    try {
      List<DispatchCommand> commands = new ArrayList<>();
      while (!stopped) {
        dispatcher.handle(nextEvent(), commands);
        for (DispatchCommand command : commands) {
          execute(command);
        }
        commands.clear();
      }
    } catch (Throwable fault) {
      // Nobody else can be told: without this, every caller would wait for ever.
      last = internal("the engine broke down and ended all tasks", fault);
    } finally {
      afterwards = last;
      endAll(last);
      backend.close();
    }
  }

  private DispatchEvent nextEvent() throws InterruptedException {
    while (true) {
      if (timers.isEmpty()) {
        return queue.take();
      }
      long now = clock.nanos();
      OptionalLong due = timers.due(now);
      if (due.isPresent()) {
        return new TimerFired(due.getAsLong());
      }
      DispatchEvent event = queue.poll(timers.nanosToFirst(now), TimeUnit.NANOSECONDS);
      if (event != null) {
        return event;
      }
    }
  }

  private void execute(DispatchCommand command) {
    switch (command) {
      case AnnounceWait c -> announceWait(call(c.task()), c.reason());
      case StartAttempt c -> startAttempt(call(c.task()));
      case KillAttempt c -> killAttempt(call(c.task()));
      case SetTimer c -> timers.set(c.timer(), clock.nanos(), c.afterNanos());
      case CancelTimer c -> timers.cancel(c.timer());
      case EndTask c -> endTask(call(c.task()), c.outcome());
      case CloseBackend _ -> backend.close();
      case Stop _ -> stopped = true;
    }
  }

  private TaskCall call(long task) {
    TaskCall call = calls.get(task);
    if (call == null) {
      throw new IllegalStateException("nobody waits for task " + task);
    }
    return call;
  }

  private void announceWait(TaskCall call, Event.WaitReason reason) {
    if (watched) {
      tell(call, 0, new Event.TaskWaiting(reason, clock.now()));
    }
    call.waits();
  }

  private void startAttempt(TaskCall call) {
    call.started = true;
    call.waitMicros = microsSince(call.submittedNanos);
    if (watched) {
      tell(call, call.id.number(), new Event.AttemptStarted());
    }
    call.starts();
    Thread.ofVirtual().name(call.id.taskPath()).start(new Attempt(call));
  }

  private void killAttempt(TaskCall call) {
    call.killed = true;
    backend.kill(call.id);
  }

  private void endTask(TaskCall call, Outcome outcome) {
    if (!call.started) {
      call.waitMicros = microsSince(call.submittedNanos);
    }
    TaskResult result = call.resultOf(outcome);
    if (watched) {
      if (call.started) {
        tell(
            call,
            call.id.number(),
            attemptEnded(result, call.task.streams() instanceof Streams.Watched));
      }
      tell(call, 0, new Event.TaskEnded(outcome));
    }
    calls.remove(call.number);
    call.end(result);
  }

  private void endAll(Outcome outcome) {
    for (TaskCall call : List.copyOf(calls.values())) {
      if (calls.remove(call.number, call)) {
        call.end(call.resultOf(outcome));
      }
    }
  }

  private void tell(TaskCall call, int attempt, Event.Fact fact) {
    AttemptId id = call.id;
    sink.accept(
        new Event(++lastSequence, clock.now(), id.submission(), id.taskPath(), attempt, fact));
  }

  private static Event.AttemptEnded attemptEnded(TaskResult result, boolean passedOn) {
    return new Event.AttemptEnded(
        result.outcome(),
        result.usage(),
        result.phases(),
        written(result.stdout(), passedOn),
        written(result.stderr(), passedOn));
  }

  private static Event.Written written(Captured captured, boolean passedOn) {
    long lostBytes = captured.lostBytes();
    return new Event.Written(captured.size() + lostBytes, passedOn ? 0 : lostBytes);
  }

  private long microsSince(long nanos) {
    return (clock.nanos() - nanos) / 1000;
  }

  private static Outcome internal(String what, Throwable fault) {
    return new Outcome.Failed(
        Failure.of(FailureCode.INTERNAL, what + ": " + Causes.joined(fault))
            .withHelp("this is a fault of Waybill: please report it"));
  }

  /** The thread of one attempt. */
  private final class Attempt implements Runnable {
    private final TaskCall call;

    Attempt(TaskCall call) {
      this.call = call;
    }

    @Override
    public void run() {
      AttemptReport report = report();
      call.report = report;
      post(new AttemptEnded(call.number, report.outcome()));
    }

    private AttemptReport report() {
      if (call.killed) {
        return AttemptReport.nothingRan(new Outcome.Signaled(SIGKILL));
      }
      try {
        return backend.run(call.id, call.task, call);
      } catch (FailureException e) {
        return AttemptReport.nothingRan(new Outcome.Failed(e.failure()));
      } catch (Throwable fault) {
        return AttemptReport.nothingRan(internal("the task's end was lost", fault));
      }
    }
  }
}
