package waybill.dialects.opspec.show;

import java.util.Optional;
import java.util.function.Consumer;
import waybill.engine.OutputReceiver.Stream;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.model.task.Outcome.Canceller;

/**
 * A run as the lines of a log: one for each op and container that begins or ends, and every line
 * that a container writes, each behind the id of its call and the op it stands in. A failure is
 * told at its root; what failed because of it says so and no more. For one thread.
 */
final class CallLines {
  private final OpenCalls open;
  private final ShownPaths paths;
  private final Consumer<ShownLine> lines;

  /** Most lines stand in the op of the line before. */
  private String lastOp = "";

  private String lastShown = "";

  CallLines(OpenCalls open, ShownPaths paths, Consumer<ShownLine> lines) {
    this.open = open;
    this.paths = paths;
    this.lines = lines;
  }

  void begun(Call call) {
    if (call.isContainer()) {
      change(call, "started " + call.subject());
    } else if (call.kind().equals("op")) {
      change(call, "started op");
    }
  }

  void wrote(Call call, Stream stream, byte[] line) {
    lines.accept(new ShownLine.Output(prefix(call), stream == Stream.STDERR, line));
  }

  void remark(Event event, String text) {
    Optional<Call> call = open.of(event).or(() -> open.above(event));
    lines.accept(new ShownLine.Change(call.map(this::prefix).orElse(""), true, text));
  }

  void skipped(Event event, String reason) {
    String what = "skipped " + last(event.taskPath()) + ": " + reason;
    String prefix = open.above(event).map(this::prefix).orElse("");
    lines.accept(new ShownLine.Change(prefix, false, what));
  }

  /** A call ended of whose beginning nobody told. */
  void lost(Event event, Ending ending) {
    if (ending instanceof Ending.Failed(String message)) {
      String prefix = open.above(event).map(this::prefix).orElse("");
      lines.accept(new ShownLine.Trouble(prefix, last(event.taskPath()) + " failed: " + message));
    }
  }

  void ended(Call call, Ending ending) {
    if (call.isContainer()) {
      containerEnded(call, ending);
    } else {
      groupEnded(call, ending);
    }
  }

  private void containerEnded(Call call, Ending ending) {
    switch (ending) {
      case Ending.Succeeded _ -> change(call, call.subject() + " exited");
      case Ending.Failed(String message) -> trouble(call, call.subject() + " crashed: " + message);
      case Ending.Killed(Canceller by) -> change(call, call.subject() + " killed" + killer(by));
      case Ending.Skipped(String reason) -> change(call, call.subject() + " skipped: " + reason);
    }
  }

  private void groupEnded(Call call, Ending ending) {
    boolean op = call.kind().equals("op");
    switch (ending) {
      case Ending.Succeeded _ -> {
        if (op) {
          change(call, "op succeeded");
        }
      }
      case Ending.Failed(String message) -> {
        if (!call.failedBelow()) {
          trouble(call, call.kind() + " failed: " + message);
        } else if (op) {
          trouble(call, "op failed");
        }
      }
      case Ending.Killed(Canceller by) -> {
        if (op) {
          change(call, "op killed" + killer(by));
        }
      }
      case Ending.Skipped(String reason) -> change(call, call.kind() + " skipped: " + reason);
    }
  }

  /** Who did it, where one would not expect it. */
  static String killer(Canceller by) {
    return switch (by) {
      case USER -> "";
      case SIBLING -> " (no longer needed)";
      case WAYBILL -> " (the agent ended)";
    };
  }

  private void change(Call call, String text) {
    lines.accept(new ShownLine.Change(prefix(call), false, text));
  }

  private void trouble(Call call, String text) {
    lines.accept(new ShownLine.Trouble(prefix(call), text));
  }

  private String prefix(Call call) {
    String op = call.detail().op();
    if (!op.equals(lastOp)) {
      lastOp = op;
      lastShown = paths.of(op);
    }
    return "[" + call.detail().shortId() + " " + lastShown + "]";
  }

  private static String last(String path) {
    int slash = path.lastIndexOf('/');
    String last = path.substring(slash + 1);
    return last.isEmpty() ? "op" : last;
  }
}
