package waybill.dialects.maelstrom.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.Terminal;
import waybill.dialects.maelstrom.resolved.FakeStock;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.engine.Engine;
import waybill.engine.event.Event;
import waybill.engine.testing.FakeBackend;
import waybill.engine.testing.FakeClock;
import waybill.model.task.Outcome;
import waybill.model.task.Streams;

/** Runs the command on a fake backend and keeps what it printed. */
final class CommandBench {
  final FakeBackend backend = new FakeBackend();
  final Map<String, String> environment = new HashMap<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final List<IntConsumer> handlers = new ArrayList<>();
  Optional<RunSettings> settings = Optional.empty();
  final FakeStock stock;
  private final AtomicInteger waiting = new AtomicInteger();
  private final FakeClock clock = new FakeClock();
  private volatile Optional<Engine> engine = Optional.empty();
  private final Path folder;
  private boolean inIsTerminal;
  private boolean outIsTerminal;
  boolean errIsTerminal;
  private volatile int columns = 80;
  private final AtomicInteger suspensions = new AtomicInteger();

  /** A bench with an empty project, and room beside it. */
  CommandBench(Path folder) {
    this.folder = folder;
    this.stock = new FakeStock(folder.resolve("cache"), folder);
    environment.put("XDG_CONFIG_DIRS", folder.resolve("etc").toString());
    environment.put("HOME", folder.resolve("home").toString());
  }

  Exit run(String input, String... arguments) {
    return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  Exit run(InputStream input, String... arguments) {
    PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
    return run(input, outStream, arguments);
  }

  Exit run(InputStream input, PrintStream outStream, String... arguments) {
    PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
    Invocation invocation =
        new Invocation(
            List.of(arguments),
            input,
            outStream,
            errStream,
            environment,
            folder,
            new Screen(),
            this::register);
    return new MaelstromRun(this::open, "1.2.3").run(invocation);
  }

  void terminals(boolean in, boolean outToo) {
    inIsTerminal = in;
    outIsTerminal = outToo;
  }

  void interrupt(int signal) {
    synchronized (handlers) {
      for (IntConsumer handler : handlers) {
        handler.accept(signal);
      }
    }
  }

  /** Lets time pass, and has the engine look at the clock: any event makes it do so. */
  void letTimePass(Duration time) {
    clock.advance(time);
    engine.orElseThrow().cancel("nobody's", Outcome.Canceller.USER);
  }

  private void notice(Event event) {
    if (event.fact() instanceof Event.TaskWaiting) {
      waiting.incrementAndGet();
    }
  }

  /** How many tasks had to wait for a slot. */
  int waiting() {
    return waiting.get();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Workplace open(
      RunSettings given, Streams streams, Optional<Preparations> news, Invocation invocation) {
    settings = Optional.of(given);
    Engine opened = new Engine(backend, this::notice, clock, given.slots());
    engine = Optional.of(opened);
    return new Workplace(
        new TaskMaker(invocation.directory(), invocation.environment(), stock, streams, news),
        opened,
        () -> {});
  }

  private Interrupts.Registration register(IntConsumer handler) {
    synchronized (handlers) {
      handlers.add(handler);
    }
    return () -> {
      synchronized (handlers) {
        handlers.remove(handler);
      }
    };
  }

  /** From now on the window has so many columns. */
  void resize(int newColumns) {
    columns = newColumns;
  }

  /** How often the process was stopped. */
  int suspensions() {
    return suspensions.get();
  }

  private final class Screen implements Terminal {
    @Override
    public boolean inIsTerminal() {
      return inIsTerminal;
    }

    @Override
    public boolean outIsTerminal() {
      return outIsTerminal;
    }

    @Override
    public void suspend() {
      suspensions.incrementAndGet();
    }

    @Override
    public boolean errIsTerminal() {
      return errIsTerminal;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public int rows() {
      return 24;
    }

    @Override
    public boolean colours() {
      return false;
    }

    @Override
    public boolean unicode() {
      return true;
    }
  }
}
