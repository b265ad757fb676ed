package waybill.dialects.bacalhau.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import waybill.cli.DisplayText;
import waybill.cli.Invocation;
import waybill.engine.event.Event;
import waybill.engine.event.Event.OutputWritten;
import waybill.model.task.StandardStream;

/**
 * What executions wrote, each stream to where it belongs: as it was written when it comes from one
 * execution, else line by line with whose it is. What goes to a terminal goes without what that
 * would obey. For one thread.
 */
final class LogLines {
  /** A longer line is written in parts. */
  private static final int MAX_LINE = 64 << 10;

  private final Invocation invocation;
  private final Predicate<String> wanted;
  private final boolean named;
  private final int tail;
  private final Map<Key, ByteArrayOutputStream> unfinished = new LinkedHashMap<>();
  private final ArrayDeque<Line> kept = new ArrayDeque<>();
  private boolean keeping;

  /**
   * @param wanted says of an execution's path whether it counts
   * @param named whether lines say whose they are
   * @param tail of what comes before {@link #live} only so many lines
   */
  LogLines(Invocation invocation, Predicate<String> wanted, boolean named, int tail) {
    this.invocation = invocation;
    this.wanted = wanted;
    this.named = named;
    this.tail = tail;
    this.keeping = tail < Integer.MAX_VALUE;
  }

  private record Key(String execution, StandardStream stream) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Line(Key key, byte[] bytes, boolean whole) {}

  /** Takes the next event of the run; what is no output is nothing to it. */
  void accept(Event event) {
    if (!(event.fact() instanceof OutputWritten output)) {
      return;
    }
    String execution = JobRecord.execution(event.taskPath());
    if (!wanted.test(execution)) {
      return;
    }
    var key = new Key(execution, output.stream());
    boolean asItIs = !named && !keeping && !isTerminal(output.stream());
    if (asItIs) {
      PrintStream out = stream(output.stream());
      out.write(output.bytes(), 0, output.bytes().length);
      return;
    }
    ByteArrayOutputStream line =
        unfinished.computeIfAbsent(key, none -> new ByteArrayOutputStream());
    for (byte b : output.bytes()) {
      if (b == '\n' || line.size() == MAX_LINE) {
        line(new Line(key, line.toByteArray(), true));
        line.reset();
      }
      if (b != '\n') {
        line.write(b);
      }
    }
  }

  /** Writes what was kept; from now on everything is written at once. */
  void live() {
    if (keeping) {
      if (!named) {
        unfinishedToo();
      }
      keeping = false;
      kept.forEach(this::line);
      kept.clear();
    }
  }

  /** Nothing more will come. */
  void end() {
    unfinishedToo();
    live();
    flush();
  }

  private void unfinishedToo() {
    unfinished.forEach(
        (key, line) -> {
          if (line.size() > 0) {
            line(new Line(key, line.toByteArray(), false));
            line.reset();
          }
        });
  }

  private void line(Line line) {
    if (keeping) {
      kept.add(line);
      if (kept.size() > tail) {
        kept.removeFirst();
      }
      return;
    }
    PrintStream out = stream(line.key().stream());
    if (named) {
      out.print(line.key().execution() + (invocation.terminal().unicode() ? " │ " : " | "));
    }
    if (isTerminal(line.key().stream())) {
      out.print(DisplayText.safe(new String(line.bytes(), StandardCharsets.UTF_8)));
    } else {
      out.write(line.bytes(), 0, line.bytes().length);
    }
    if (line.whole() || named) {
      out.print("\n");
    }
  }

  /** Lets everything be seen; false when nobody looks any more. */
  boolean flush() {
    invocation.err().flush();
    return !invocation.out().checkError();
  }

  private PrintStream stream(StandardStream stream) {
    return stream == StandardStream.STDOUT ? invocation.out() : invocation.err();
  }

  private boolean isTerminal(StandardStream stream) {
    return stream == StandardStream.STDOUT
        ? invocation.terminal().outIsTerminal()
        : invocation.terminal().errIsTerminal();
  }
}
