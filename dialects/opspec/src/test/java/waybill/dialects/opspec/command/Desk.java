package waybill.dialects.opspec.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.Terminal;
import waybill.dialects.opspec.call.Container;
import waybill.dialects.opspec.call.Containers;
import waybill.engine.EngineClock;
import waybill.engine.LiveRuns;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.testing.FakeJournal;
import waybill.files.FolderTree;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;

/** Somebody at a desk with a project folder: calls opctl and keeps what it answers. */
final class Desk implements AutoCloseable {
  final Path project;
  final FakeJournal journal = new FakeJournal(EngineClock.SYSTEM);
  final LiveRuns live = new LiveRuns();
  final Map<String, String> environment = new HashMap<>();
  final CountDownLatch hanging = new CountDownLatch(1);
  Terminal terminal = waybill.cli.FixedTerminal.NONE;
  InputStream in = new ByteArrayInputStream(new byte[0]);
  private final Path state;
  private volatile IntConsumer interrupted = signal -> {};

  Desk(Path folder) throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    state = Files.createDirectories(folder.resolve("state"));
    environment.put("HOME", folder.toString());
  }

  /** What a command ended with. */
  record Answer(int status, String out, String err) {}

  Desk file(String path, String text) {
    Path file = project.resolve(path);
    try {
      Files.createDirectories(file.resolve("..").normalize());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** With that on the input. */
  Desk typing(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Answer opctl(String... arguments) {
    return call(
        new Opctl(
            new OpWorkplace(
                journal,
                live,
                invocation -> FakeContainers::new,
                state.resolve("runs"),
                Desk::remove,
                "0.1.0")),
        arguments);
  }

  Answer call(Command command, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Exit exit =
        command.run(
            new Invocation(
                List.of(arguments),
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                project,
                terminal,
                this::onInterrupt));
    int status = exit instanceof Exit.Status(int code) ? code : -1;
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Interrupts.Registration onInterrupt(IntConsumer receiver) {
    interrupted = receiver;
    return () -> interrupted = signal -> {};
  }

  /** Ctrl-C. */
  void interrupt() {
    interrupted.accept(2);
  }

  private static void remove(Path folder) {
    if (Files.exists(folder)) {
      try {
        FolderTree.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    journal.close();
  }

  /** Understands {@code echo WORDS}, {@code exit N}, {@code hang} and {@code deaf}. */
  private final class FakeContainers implements Containers {
    private final long run;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    FakeContainers(long run) {
      this.run = run;
    }

    @Override
    public Outcome run(String path, Container container) throws InterruptedException {
      List<String> command = container.command();
      return switch (command.getFirst()) {
        case "echo" -> {
          String line = String.join(" ", command.subList(1, command.size())) + "\n";
          byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
          journal.record(run, path, new OutputWritten(StandardStream.STDOUT, bytes));
          yield new Outcome.Exited(0);
        }
        case "exit" -> new Outcome.Exited(Integer.parseInt(command.get(1)));
        case "hang" -> {
          hanging.countDown();
          cancelled.await();
          yield new Outcome.Cancelled(Canceller.USER);
        }
        case "deaf" -> {
          hanging.countDown();
          new CountDownLatch(1).await();
          yield new Outcome.Exited(0);
        }
        default -> throw new IllegalArgumentException(command.getFirst());
      };
    }

    @Override
    public void cancel(Canceller by) {
      cancelled.countDown();
    }
  }
}
