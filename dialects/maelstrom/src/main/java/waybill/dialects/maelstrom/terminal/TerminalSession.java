package waybill.dialects.maelstrom.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import waybill.cli.Invocation;
import waybill.cli.Terminal;
import waybill.dialects.maelstrom.run.JobRunner;
import waybill.engine.Engine;
import waybill.engine.TaskResult;
import waybill.engine.TaskTerminal;
import waybill.engine.TaskWatcher;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/**
 * Runs a job on the user's terminal: its output is written as it comes, keys go to it as they are
 * pressed, and a window that changes is told to it. For one job.
 *
 * <p>Java has no word for the signal of a changed window, so the size is asked for now and then,
 * and only while a job is on the terminal.
 */
public final class TerminalSession implements JobRunner, TaskWatcher {
  /** So long the escape character waits for the key that says what it means. */
  private static final long ESCAPE_NANOS = 1_500_000_000L;

  private static final long WINDOW_POLL_NANOS = 200_000_000L;

  /** How long the terminal may take to be as it was; then we go on all the same. */
  private static final long RESTORE_NANOS = 1_000_000_000L;

  private static final byte[] END = {};

  private final InputStream in;
  private final PrintStream out;
  private final Terminal screen;
  private final String escapeShown;
  private final char escape;
  private final BlockingQueue<byte[]> pressed = new LinkedBlockingQueue<>(16);

  /** What the job's terminal was told last; of the thread that handles keys, once it runs. */
  private int columns;

  private int rows;
  private volatile Runnable interrupt = () -> {};
  private volatile @Nullable Thread keys;
  private volatile @Nullable TaskTerminal task;
  private volatile boolean over;

  /**
   * @param escape what begins a command for us
   * @param escapeShown the same as people write it
   */
  public TerminalSession(Invocation invocation, char escape, String escapeShown) {
    this.in = invocation.in();
    this.out = invocation.out();
    this.screen = invocation.terminal();
    this.columns = screen.columns();
    this.rows = screen.rows();
    this.escape = escape;
    this.escapeShown = escapeShown;
  }

  /** The streams of the job: a terminal as large as the user's. */
  public Streams streams() {
    return new Streams.Terminal(columns, rows);
  }

  @Override
  public TaskResult run(
      Engine engine, String submission, String path, Task toRun, int priority, Runnable stop)
      throws InterruptedException {
    interrupt = stop;
    say("Waiting for job to start...");
    try {
      return engine.run(submission, path, toRun, priority, this);
    } finally {
      end();
    }
  }

  @Override
  public void attached(TaskTerminal terminal) {
    task = terminal;
    say(
        "Job started. "
            + escapeShown
            + "^C to interrupt, "
            + escapeShown
            + "^Z to suspend, "
            + escapeShown
            + escapeShown
            + " to transmit "
            + escapeShown
            + ".");
    passKeysOn(terminal, true);
    Thread.ofPlatform().daemon().name("waybill-keyboard").start(this::readKeys);
    keys = Thread.ofPlatform().daemon().name("waybill-keys").start(() -> handleKeys(terminal));
  }

  @Override
  public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
    out.write(bytes, offset, length);
    out.flush();
  }

  private void say(String line) {
    out.print(line + "\n");
    out.flush();
  }

  /** The terminal is as it was when this returns. */
  private void end() throws InterruptedException {
    over = true;
    Thread handler = keys;
    if (handler != null) {
      handler.interrupt();
      handler.join();
    }
    TaskTerminal terminal = task;
    if (terminal != null) {
      restore(terminal);
    }
  }

  private void restore(TaskTerminal terminal) throws InterruptedException {
    passKeysOn(terminal, false);
    long start = System.nanoTime();
    while (screen.inIsRaw() && System.nanoTime() - start < RESTORE_NANOS) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static void passKeysOn(TaskTerminal terminal, boolean on) {
    try {
      terminal.passKeysOn(on);
    } catch (FailureException e) {
      return; // the launcher is gone, has put the terminal back, and the job's end says the rest
    }
  }

  /** Ends with the process: nothing wakes a thread that waits for a key. */
  private void readKeys() {
    byte[] buffer = new byte[4096];
    try {
      int length = in.read(buffer);
      while (length >= 0 && !over) {
        pressed.put(Arrays.copyOf(buffer, length));
        length = in.read(buffer);
      }
      pressed.put(END);
    } catch (IOException e) {
      interrupt.run(); // a terminal that cannot be read is gone, and its user with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handleKeys(TaskTerminal terminal) {
    KeyFilter filter = new KeyFilter(escape, new Handler(terminal));
    long escapedAt = 0;
    try {
      while (!over) {
        byte[] some = pressed.poll(WINDOW_POLL_NANOS, TimeUnit.NANOSECONDS);
        if (some != null && some.length > 0) {
          filter.take(some);
          escapedAt = System.nanoTime();
        } else if (filter.isPending() && System.nanoTime() - escapedAt >= ESCAPE_NANOS) {
          filter.expire();
        }
        followWindow(terminal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the job is over
    }
  }

  private final class Handler implements KeyFilter.Keys {
    private final TaskTerminal terminal;

    Handler(TaskTerminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void type(byte[] bytes, int offset, int length) {
      terminal.type(bytes, offset, length);
    }

    @Override
    public void interrupt() {
      interrupt.run();
    }

    @Override
    public void suspend() {
      try {
        restore(terminal);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the job is over
        return;
      }
      screen.suspend();
      if (!over) {
        passKeysOn(terminal, true);
      }
    }
  }

  /** Tells the job's terminal the size that the user's has now, if that changed. */
  private void followWindow(TaskTerminal terminal) {
    int nowColumns = screen.columns();
    int nowRows = screen.rows();
    if (nowColumns != columns || nowRows != rows) {
      columns = nowColumns;
      rows = nowRows;
      terminal.resize(nowColumns, nowRows);
    }
  }
}
