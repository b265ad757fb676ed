package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
  /** A program that waits until as many of it run as its argument says, and writes its run's id. */
  static final String TOGETHER = "together";

  private static final int SIGNALED = 128;

  private final Map<AttemptId, Process> running = new HashMap<>();
  private final List<AttemptId> killed = new ArrayList<>();
  private int together;

  @Override
  public AttemptReport run(AttemptId id, Task task, OutputReceiver output)
      throws InterruptedException {
    if (task.program().name().equals("gobble")) {
      return report(new Outcome.OutOfMemory());
    }
    if (task.program().name().equals(TOGETHER)) {
      return together(task);
    }
    Process process;
    synchronized (this) {
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
      Thread errors = Thread.ofPlatform().start(() -> pass(err, StandardStream.STDERR, output));
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

  private AttemptReport together(Task task) throws InterruptedException {
    synchronized (this) {
      together++;
      notifyAll();
      while (together < Integer.parseInt(task.program().arguments().getFirst())) {
        wait();
      }
    }
    Map<String, String> environment = task.program().environment();
    Path pipe = Path.of(onHost(task, environment.getOrDefault("OUTPUT_PIPE", "")));
    String id = environment.getOrDefault("TYGER_RUN_ID", "");
    var written = new AtomicBoolean();
    Thread program =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Files.writeString(pipe, id, StandardOpenOption.WRITE);
                    written.set(true);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    program.join();
    return report(new Outcome.Exited(written.get() ? 0 : 1));
  }

  private static Process start(Task task) {
    // With a group of its own, a program is killed with all that it starts meanwhile.
    List<String> words = new ArrayList<>(List.of("setsid"));
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
      kill(process);
    }
  }

  private static void kill(Process process) {
    try {
      int _ = new ProcessBuilder("kill", "-9", "--", "-" + process.pid()).start().waitFor();
      boolean _ = process.destroyForcibly().isAlive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized void awaitRunning(int count) throws InterruptedException {
    while (running.size() < count) {
      wait();
    }
  }

  @Override
  public synchronized void close() {
    running.values().forEach(HostShell::kill);
  }
}
