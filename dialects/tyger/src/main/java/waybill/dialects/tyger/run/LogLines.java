package waybill.dialects.tyger.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import waybill.engine.event.Event;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.model.task.StandardStream;

/**
 * Makes lines of the events of one run, in the order in which they were completed: what the program
 * wrote to either stream, and what went wrong with its buffers. For one thread.
 *
 * <p>Every line has a time of its own, a nanosecond later than the one before if need be: who goes
 * on after the time of the last line he has got misses none and gets none twice.
 */
final class LogLines {
  /** Longer lines are cut in pieces, so that no program can have us hold all of its output. */
  private static final int LONGEST = 16 << 20;

  private final Map<StandardStream, ByteArrayOutputStream> unfinished =
      new EnumMap<>(StandardStream.class);
  private Instant last = Instant.MIN;
  private Instant lastOutput = Instant.EPOCH;

  /** A line. */
  static final class Line {
    private final Instant at;
    private final String source;
    private final byte[] bytes;

    private Line(Instant at, String source, byte[] bytes) {
      this.at = at;
      this.source = source;
      this.bytes = bytes;
    }

    Instant at() {
      return at;
    }

    /** Who wrote it; empty for the program. */
    String source() {
      return source;
    }

    /** Without the line's end; not to be changed. */
    byte[] bytes() {
      return bytes;
    }
  }

  LogLines() {
    for (StandardStream stream : StandardStream.values()) {
      unfinished.put(stream, new ByteArrayOutputStream());
    }
  }

  /** The lines that this event completes. */
  List<Line> accept(Event event) {
    List<Line> lines = new ArrayList<>();
    switch (event.fact()) {
      case OutputWritten output -> output(event.at(), output, lines);
      case Remark(String text) -> remark(event, text, lines);
      default -> {} // nothing else makes lines
    }
    return lines;
  }

  /** What has no end yet, as lines. */
  List<Line> rest() {
    List<Line> lines = new ArrayList<>();
    for (ByteArrayOutputStream line : unfinished.values()) {
      if (line.size() > 0) {
        complete(lastOutput, line, lines);
      }
    }
    return lines;
  }

  private void output(Instant at, OutputWritten output, List<Line> lines) {
    ByteArrayOutputStream line = unfinished.getOrDefault(output.stream(), none());
    byte[] bytes = output.bytes();
    lastOutput = at;
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, begin, i - begin);
        complete(at, line, lines);
        begin = i + 1;
      }
    }
    line.write(bytes, begin, bytes.length - begin);
    if (line.size() >= LONGEST) {
      complete(at, line, lines);
    }
  }

  private static ByteArrayOutputStream none() {
    return new ByteArrayOutputStream(0);
  }

  private void remark(Event event, String text, List<Line> lines) {
    if (event.taskPath().endsWith(RunLife.SIDECAR)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      lines.add(new Line(next(event.at()), event.taskPath(), bytes));
    }
  }

  private void complete(Instant at, ByteArrayOutputStream line, List<Line> lines) {
    lines.add(new Line(next(at), "", line.toByteArray()));
    line.reset();
  }

  private Instant next(Instant at) {
    last = at.isAfter(last) ? at : last.plusNanos(1);
    return last;
  }
}
