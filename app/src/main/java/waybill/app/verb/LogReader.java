package waybill.app.verb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.store.Journal;
import waybill.engine.store.RunRecord;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.NearestNames;
import waybill.model.task.Outcome;
import waybill.model.task.StandardStream;

/** Makes lines of the pieces that tasks wrote, and gives those that are wanted to the printer. */
final class LogReader {
  /** A longer line is shown in parts. */
  private static final int MAX_LINE = 64 << 10;

  /** Of lines that {@code --tail} keeps. */
  private static final int MAX_TAIL = 100_000;

  private final Journal journal;
  private final RunRecord run;
  private final LogChoice choice;
  private final LogPrinter printer;
  private final Map<Source, ByteArrayOutputStream> unfinished = new LinkedHashMap<>();
  private final ArrayDeque<Line> kept = new ArrayDeque<>();
  private Set<String> failed = Set.of();
  private long last;
  private boolean over;

  /** All lines that were wanted so far, written or kept. */
  private long lines;

  LogReader(Journal journal, RunRecord run, LogChoice choice, LogPrinter printer) {
    this.journal = journal;
    this.run = run;
    this.choice = choice;
    this.printer = printer;
  }

  private record Source(String path, StandardStream stream) {}

  /**
   * A line.
   *
   * @param raw its bytes, a character each: programs may write what is no text
   */
  private record Line(Instant at, String path, String raw) {}

  /**
   * Reads what there is, and with {@code follow} what comes until the run is over.
   *
   * @param tail of what there is now only so many lines
   */
  void read(int tail, boolean follow) throws InterruptedException {
    checkParts();
    boolean wanted = readAll(tail);
    for (Line line : kept) {
      print(line);
    }
    kept.clear();
    wanted = wanted && printer.flush();
    while (follow && wanted && !over) {
      if (!journal.awaitAfter(last, OptionalLong.of(run.number()))) {
        return;
      }
      wanted = readAll(Integer.MAX_VALUE);
    }
    if (wanted && lines == 0) {
      printer.remark(nothing());
    }
  }

  private String nothing() {
    if (choice.failed() && failed.isEmpty()) {
      return "nothing of run " + run.number() + " has failed";
    }
    return choice.pattern().isPresent() ? "no line of it fits the expression" : "(wrote nothing)";
  }

  /** All pages there are; false when nobody looks any more. */
  private boolean readAll(int tail) throws InterruptedException {
    List<Event> page = ShowVerb.page(journal, run, last);
    while (!page.isEmpty()) {
      for (Event event : page) {
        accept(event, tail);
      }
      last = page.getLast().sequence();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!printer.flush()) {
        return false;
      }
      page = ShowVerb.page(journal, run, last);
    }
    if (over) {
      finish(tail);
    }
    return printer.flush();
  }

  private void accept(Event event, int tail) {
    switch (event.fact()) {
      case OutputWritten output -> output(event, output, tail);
      case SubmissionEnded _ -> over = true;
      default -> {} // only output makes lines
    }
  }

  private void output(Event event, OutputWritten output, int tail) {
    String path = event.taskPath();
    if (!choice.wants(path)
        || !choice.wants(output.stream())
        || (choice.failed() && !failed.contains(path))) {
      return;
    }
    ByteArrayOutputStream line =
        unfinished.computeIfAbsent(
            new Source(path, output.stream()), source -> new ByteArrayOutputStream());
    for (byte b : output.bytes()) {
      if (b == '\n' || line.size() == MAX_LINE) {
        line(event.at(), path, line, tail);
      }
      if (b != '\n') {
        line.write(b);
      }
    }
  }

  private void finish(int tail) {
    unfinished.forEach(
        (source, line) -> {
          if (line.size() > 0) {
            line(Instant.now(), source.path(), line, tail);
          }
        });
    unfinished.clear();
  }

  private void line(Instant at, String path, ByteArrayOutputStream bytes, int tail) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (choice.wantsLine(text)) {
      lines++;
      var line = new Line(at, path, bytes.toString(StandardCharsets.ISO_8859_1));
      if (tail == Integer.MAX_VALUE) {
        print(line);
      } else {
        kept.add(line);
        if (kept.size() > Math.min(tail, MAX_TAIL)) {
          kept.removeFirst();
        }
      }
    }
    bytes.reset();
  }

  private void print(Line line) {
    byte[] bytes = line.raw().getBytes(StandardCharsets.ISO_8859_1);
    printer.line(line.at(), line.path(), bytes, new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Finds out which parts the run has and which of them failed, where the choice depends on that.
   */
  private void checkParts() {
    if (choice.paths().isEmpty() && !choice.failed()) {
      return;
    }
    var parts = new LinkedHashSet<String>();
    var wrong = new HashSet<String>();
    List<Event> page = ShowVerb.page(journal, run, 0);
    while (!page.isEmpty()) {
      for (Event event : page) {
        parts.add(event.taskPath());
        boolean isWrong =
            switch (event.fact()) {
              case GroupEnded(Ending ending, String detail) -> ending instanceof Ending.Failed;
              case TaskEnded(Outcome outcome) -> !outcome.equals(new Outcome.Exited(0));
              default -> false; // nothing else ends a part
            };
        if (isWrong) {
          wrong.add(event.taskPath());
        }
      }
      page = ShowVerb.page(journal, run, page.getLast().sequence());
    }
    failed = wrong;
    for (String path : choice.paths()) {
      if (parts.stream().noneMatch(part -> LogChoice.isWithin(part, path))) {
        throw noPart(path, new ArrayList<>(parts));
      }
    }
  }

  private RuntimeException noPart(String path, List<String> parts) {
    String all = "`waybill show " + run.number() + "` lists its parts";
    return Failure.of(
            FailureCode.INPUT_MISSING, "run " + run.number() + " has no part `" + path + "`")
        .withHelp(NearestNames.help(path, parts).map(near -> near + "\n" + all).orElse(all))
        .asException();
  }
}
