package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import waybill.dialects.tyger.run.LogLines.Line;
import waybill.engine.event.Event;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.store.Journal;

/** Writes the log of one run as somebody wants it. For one thread. */
final class RunLog {
  private static final int PAGE = 200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Journal journal;
  private final OptionalLong run;
  private final RunDesk.LogQuery query;
  private final OutputStream out;
  private long seen;
  private long skipped;
  private boolean over;

  RunLog(Journal journal, long run, RunDesk.LogQuery query, OutputStream out) {
    this.journal = journal;
    this.run = OptionalLong.of(run);
    this.query = query;
    this.out = out;
  }

  /** Writes all there is, and with {@code follow} what comes until the run is over. */
  void write() throws IOException, InterruptedException {
    journal.flush(); // what was written before we were asked is in it
    long until = Long.MAX_VALUE;
    if (query.tail().isPresent()) {
      Count all = count();
      skipped = Math.max(0, all.lines - query.tail().getAsInt());
      until = query.follow() ? until : all.last;
    }
    var lines = new LogLines();
    long after = 0;
    while (after < until && !over) {
      List<Event> page = journal.events(after, run, PAGE);
      for (Event event : page) {
        if (event.sequence() <= until) {
          print(lines.accept(event));
          over |= event.fact() instanceof SubmissionEnded;
        }
      }
      if (!page.isEmpty()) {
        after = page.getLast().sequence();
        continue;
      }
      out.flush();
      if (!query.follow() || !journal.awaitAfter(after, run)) {
        break;
      }
    }
    print(lines.rest());
    out.flush();
  }

  /** How many lines there are now, and the event up to which they were counted. */
  private record Count(long lines, long last) {}

  private Count count() throws InterruptedException {
    var lines = new LogLines();
    long count = 0;
    long after = 0;
    boolean ended = false;
    List<Event> page = journal.events(after, run, PAGE);
    while (!page.isEmpty()) {
      for (Event event : page) {
        count += wanted(lines.accept(event));
        ended |= event.fact() instanceof SubmissionEnded;
      }
      after = page.getLast().sequence();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      page = journal.events(after, run, PAGE);
    }
    boolean restIsALine = ended || !query.follow();
    return new Count(restIsALine ? count + wanted(lines.rest()) : count, after);
  }

  private long wanted(List<Line> lines) {
    long count = 0;
    for (Line line : lines) {
      count += isLater(line) ? 1 : 0;
    }
    return count;
  }

  private boolean isLater(Line line) {
    Instant since = query.since().orElse(Instant.MIN);
    return line.at().isAfter(since);
  }

  private void print(List<Line> lines) throws IOException {
    for (Line line : lines) {
      if (isLater(line) && seen++ >= skipped) {
        if (query.timestamps()) {
          out.write(text(TIME.format(line.at()) + ' '));
        }
        if (!line.source().isEmpty()) {
          out.write(text('[' + line.source() + "] "));
        }
        out.write(line.bytes());
        out.write('\n');
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
