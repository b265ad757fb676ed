package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.OutputReceiver;
import waybill.engine.event.Phases;
import waybill.model.task.Mount;
import waybill.model.task.Outcome;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;
import waybill.model.task.Usage;

/**
 * Runs programs of tasks as processes of this machine, without any sandbox: where binds of files
 * would be, variables name their sources.
 */
final class HostShell implements Backend {
  private static final int SIGNALED = 128;

  private final Map<AttemptId, Process> running = new HashMap<>();
  private final List<AttemptId> killed = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();

  @Override
  public AttemptReport run(AttemptId id, Task task, OutputReceiver output)
      throws InterruptedException {
    if (task.program().name().equals("gobble")) {
      return report(new Outcome.OutOfMemory());
    }
    Process process;
    synchronized (this) {
      tasks.add(task);
      if (killed.contains(id)) {
        return report(new Outcome.Signaled(9));
      }
      process = start(task);
      running.put(id, process);
      notifyAll();
    }
    try (InputStream out = process.getInputStream();
        InputStream err = process.getErrorStream()) {
      // Reading blocks its carrier, and of those there are few.
      Thread errors =
          Thread.ofPlatform().start(() -> pass(err, StandardStream.STDERR, output));
      pass(out, StandardStream.STDOUT, output);
      errors.join();
      int code = process.waitFor();
      // The JDK says of a signal what a shell says of it.
      return report(
          code > SIGNALED ? new Outcome.Signaled(code - SIGNALED) : new Outcome.Exited(code));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        running.remove(id);
        notifyAll();
      }
    }
  }

  private static Process start(Task task) {
    List<String> words = new ArrayList<>();
    words.add(task.program().name());
    words.addAll(task.program().arguments());
    var builder = new ProcessBuilder(words);
    builder.environment().clear();
    task.program()
        .environment()
        .forEach((name, value) -> builder.environment().put(name, onHost(task, value)));
    builder.directory(Path.of("/").toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String onHost(Task task, String value) {
    for (Mount mount : task.mounts()) {
      if (mount instanceof Mount.Bind bind && value.startsWith(bind.target())) {
        return bind.source() + value.substring(bind.target().length());
      }
    }
    return value;
  }

  private static void pass(InputStream from, StandardStream stream, OutputReceiver output) {
    byte[] piece = new byte[1 << 16];
    try {
      for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
        output.accept(stream, piece, 0, count);
      }
    } catch (IOException closed) {
      return; // the process was killed
    }
  }

  private static AttemptReport report(Outcome outcome) {
    return new AttemptReport(outcome, Usage.NONE, 0, 0, Phases.NONE);
  }

  @Override
  public synchronized void kill(AttemptId id) {
    killed.add(id);
    Process process = running.get(id);
    if (process != null) {
      List<ProcessHandle> children = process.descendants().toList();
      boolean _ = process.destroyForcibly().isAlive();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  synchronized void awaitRunning(int count) throws InterruptedException {
    while (running.size() < count) {
      wait();
    }
  }

  synchronized Task lastTask() {
    return tasks.getLast();
  }

  @Override
  public synchronized void close() {
    running.values().forEach(Process::destroyForcibly);
  }
}
