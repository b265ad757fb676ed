package waybill.engine.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.OutputReceiver;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;
import waybill.model.task.Usage;

/**
 * A backend that runs {@link FakePrograms} inside its caller's thread, and tells what it was asked.
 */
public final class FakeBackend implements Backend {
  private static final Usage USAGE = new Usage(300, 100, 50, 4096, 10, 20);
  private static final Phases PHASES = new Phases(0, 1, 2, 3, 4, 5, List.of());

  /** A program that runs. */
  private static final class Running {
    final boolean survivesKills;
    @Nullable Outcome end;

    Running(boolean survivesKills) {
      this.survivesKills = survivesKills;
    }
  }

  private final Map<AttemptId, Running> running = new HashMap<>();
  private final Set<String> letIn = new HashSet<>();
  private final List<String> started = new ArrayList<>();
  private final List<String> killed = new ArrayList<>();
  private final FakeTerminal terminal = new FakeTerminal();
  private int mostAtOnce;
  private boolean closed;

  @Override
  public AttemptReport run(AttemptId id, Task task, OutputReceiver output)
      throws InterruptedException {
    String word = task.program().name();
    List<String> arguments = task.program().arguments();
    Optional<Running> registered = register(id, word);
    if (registered.isEmpty()) {
      Failure failure = Failure.of(FailureCode.LAUNCHER_LOST, "the fake is closed");
      return report(new Outcome.Failed(failure), 0, 0);
    }
    Running program = registered.get();
    try {
      return switch (word) {
        case "exit" -> report(new Outcome.Exited(number(arguments)), 0, 0);
        case "die" -> report(new Outcome.Signaled(number(arguments)), 0, 0);
        case "print" -> print(arguments, output);
        case "fill" -> fill(number(arguments), output);
        case "read" -> read(program, output);
        case "missing" -> report(new Outcome.NotStarted(notFound()), 0, 0);
        case "break" ->
            throw new IllegalStateException("the fake broke", new Exception(arguments.getFirst()));
        default -> hang(program, output);
      };
    } finally {
      deregister(id);
    }
  }

  @Override
  public synchronized void kill(AttemptId id) {
    killed.add(id.taskPath());
    Running program = running.get(id);
    if (program != null && !program.survivesKills) {
      end(program, new Outcome.Signaled(9));
    }
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Running program : running.values()) {
      end(program, new Outcome.Signaled(9));
    }
    notifyAll();
  }

  /** Ends a program that hangs. */
  public synchronized void finish(String taskPath, Outcome outcome) {
    for (Map.Entry<AttemptId, Running> entry : running.entrySet()) {
      if (entry.getKey().taskPath().equals(taskPath)) {
        end(entry.getValue(), outcome);
      }
    }
    notifyAll();
  }

  /** Makes a program known that comes late. */
  public synchronized void letIn(String taskPath) {
    letIn.add(taskPath);
    notifyAll();
  }

  /** Waits until so many programs have been started since the beginning. */
  public synchronized void awaitStarts(int count) throws InterruptedException {
    while (started.size() < count) {
      wait();
    }
  }

  /** Waits until so many kills have come since the beginning, in vain or not. */
  public synchronized void awaitKills(int count) throws InterruptedException {
    while (killed.size() < count) {
      wait();
    }
  }

  /** Waits until so many programs run at once. */
  public synchronized void awaitRunning(int count) throws InterruptedException {
    while (running.size() < count) {
      wait();
    }
  }

  /** Waits until no program runs. */
  public synchronized void awaitIdle() throws InterruptedException {
    while (!running.isEmpty()) {
      wait();
    }
  }

  /** The paths of the tasks that were started, in order. */
  public synchronized List<String> started() {
    return List.copyOf(started);
  }

  /** The paths of the tasks that were killed, in order, once for each kill. */
  public synchronized List<String> killed() {
    return List.copyOf(killed);
  }

  /** How many programs ran at the same time. */
  public synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** What tasks that read are given. */
  public FakeTerminal terminal() {
    return terminal;
  }

  /** How many programs run now. */
  public synchronized int runningNow() {
    return running.size();
  }

  private synchronized Optional<Running> register(AttemptId id, String word)
      throws InterruptedException {
    started.add(id.taskPath());
    notifyAll();
    while (word.equals("late") && !letIn.contains(id.taskPath())) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    Running program = new Running(word.equals("survive"));
    running.put(id, program);
    notifyAll();
    mostAtOnce = Math.max(mostAtOnce, running.size());
    return Optional.of(program);
  }

  private synchronized void deregister(AttemptId id) {
    running.remove(id);
    notifyAll();
  }

  private AttemptReport hang(Running program, OutputReceiver output) throws InterruptedException {
    byte[] ready = "ready\n".getBytes(StandardCharsets.UTF_8);
    output.accept(StandardStream.STDOUT, ready, 0, ready.length);
    synchronized (this) {
      while (program.end == null) {
        wait();
      }
      return report(program.end, ready.length, 0);
    }
  }

  private AttemptReport read(Running program, OutputReceiver output) throws InterruptedException {
    output.attached(terminal);
    Thread killer = Thread.ofVirtual().start(() -> typeTheEndOf(program));
    terminal.awaitTyped("\n");
    killer.interrupt();
    Outcome killed;
    synchronized (this) {
      killed = program.end;
    }
    if (killed != null) {
      return report(killed, 0, 0);
    }
    byte[] got = ("got " + terminal.typed()).getBytes(StandardCharsets.UTF_8);
    output.accept(StandardStream.STDOUT, got, 0, got.length);
    return report(new Outcome.Exited(0), got.length, 0);
  }

  /** A program that is killed reads no more. */
  private synchronized void typeTheEndOf(Running program) {
    try {
      while (program.end == null) {
        wait();
      }
      terminal.type(new byte[] {'\n'}, 0, 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ended by itself
    }
  }

  private static void end(Running program, Outcome outcome) {
    if (program.end == null) {
      program.end = outcome;
    }
  }

  private static AttemptReport print(List<String> texts, OutputReceiver output) {
    byte[] out = texts.get(0).getBytes(StandardCharsets.UTF_8);
    byte[] err = texts.get(1).getBytes(StandardCharsets.UTF_8);
    output.accept(StandardStream.STDOUT, out, 0, out.length);
    output.accept(StandardStream.STDERR, err, 0, err.length);
    return report(new Outcome.Exited(0), out.length, err.length);
  }

  private static AttemptReport fill(int bytes, OutputReceiver output) {
    byte[] piece = new byte[1000];
    for (int at = 0; at < bytes; at += piece.length) {
      int length = Math.min(piece.length, bytes - at);
      for (int i = 0; i < length; i++) {
        piece[i] = (byte) (at + i);
      }
      output.accept(StandardStream.STDOUT, piece, 0, length);
    }
    return report(new Outcome.Exited(0), bytes, 0);
  }

  private static SetupFailure notFound() {
    return new SetupFailure(SetupFailure.Call.EXECUTE, "missing", "", new Errno(2));
  }

  private static int number(List<String> arguments) {
    return Integer.parseInt(arguments.getFirst());
  }

  private static AttemptReport report(Outcome outcome, long stdoutBytes, long stderrBytes) {
    return new AttemptReport(outcome, USAGE, stdoutBytes, stderrBytes, PHASES);
  }
}
