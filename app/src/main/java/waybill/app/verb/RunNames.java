package waybill.app.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.Journal;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.NearestNames;

/** How people name runs: by number, by what is special about them, by their native id. */
final class RunNames {
  private static final List<String> WORDS = List.of("@last", "@failed", "@running");

  /** Shorter than this, a beginning of an id is more likely a mistyped number. */
  private static final int SHORTEST_PREFIX = 4;

  private static final int SHOWN = 5;

  private RunNames() {}

  /**
   * The run of that name.
   *
   * @throws FailureException when there is none, or more than one
   */
  static RunRecord find(Journal journal, String name) {
    return switch (name) {
      case "@last" -> last(journal);
      case "@failed" -> failed(journal);
      case "@running" -> running(journal);
      default -> number(journal, name).or(() -> byId(journal, name)).orElseThrow(() -> none(name));
    };
  }

  private static RunRecord last(Journal journal) {
    return journal.runs(RunQuery.newest(1)).stream()
        .findFirst()
        .orElseThrow(() -> nothing("no run is remembered"));
  }

  private static RunRecord failed(Journal journal) {
    var runs = new NewestRuns(journal);
    while (runs.hasNext()) {
      RunRecord run = runs.next();
      if (run.ended().isPresent() && run.ended().get().ending() instanceof Ending.Failed) {
        return run;
      }
    }
    throw nothing("no run that is remembered has failed");
  }

  private static FailureException nothing(String message) {
    return Failure.of(FailureCode.INPUT_MISSING, message)
        .withHelp("`waybill ps -a` lists all that are")
        .asException();
  }

  private static RunRecord running(Journal journal) {
    List<RunRecord> running = journal.runs(new RunQuery(true, Optional.empty(), Integer.MAX_VALUE));
    if (running.size() == 1) {
      return running.getFirst();
    }
    throw Failure.of(
            FailureCode.INPUT_MISSING,
            running.isEmpty()
                ? "nothing runs"
                : "`@running` could be any of " + running.size() + ": " + numbers(running))
        .withHelp("`waybill ps` lists what runs")
        .asException();
  }

  private static Optional<RunRecord> number(Journal journal, String name) {
    try {
      return journal.run(Long.parseLong(name));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static Optional<RunRecord> byId(Journal journal, String name) {
    if (name.length() < SHORTEST_PREFIX) {
      return Optional.empty();
    }
    List<RunRecord> runs = journal.runs(new RunQuery(false, Optional.of(name), SHOWN));
    if (runs.size() > 1) {
      throw Failure.of(
              FailureCode.INPUT_MISSING, "`" + name + "` could be any of the runs " + numbers(runs))
          .withHelp("write more of the id, or the number")
          .asException();
    }
    return runs.stream().findFirst();
  }

  private static String numbers(List<RunRecord> runs) {
    var numbers = new ArrayList<String>();
    for (RunRecord run : runs.subList(0, Math.min(SHOWN, runs.size()))) {
      numbers.add(Long.toString(run.number()));
    }
    return String.join(", ", numbers) + (runs.size() > SHOWN ? ", …" : "");
  }

  private static FailureException none(String name) {
    String all =
        "a run is named by its number, by @last, @failed or @running, or by the beginning of its id;"
            + " `waybill ps -a` lists all";
    return Failure.of(FailureCode.INPUT_MISSING, "there is no run `" + name + "`")
        .withHelp(NearestNames.help(name, WORDS).map(near -> near + "\n" + all).orElse(all))
        .asException();
  }
}
