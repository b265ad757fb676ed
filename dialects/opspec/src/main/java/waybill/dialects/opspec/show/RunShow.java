package waybill.dialects.opspec.show;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.Journal;
import waybill.model.task.Outcome.Canceller;

/**
 * Shows runs from the journal, while they go on or afterwards: the same events give the same lines.
 * For one thread.
 */
public final class RunShow {
  private static final int PAGE = 500;

  private final Journal journal;
  private final Invocation invocation;
  private final ShownPaths paths;

  /** For the caller of a command. */
  public RunShow(Journal journal, Invocation invocation) {
    this.journal = journal;
    this.invocation = invocation;
    this.paths =
        ShownPaths.of(invocation.directory(), invocation.environment().getOrDefault("HOME", ""));
  }

  /**
   * What is shown of a run beside its failures.
   *
   * @param progress whether the tree of calls is drawn where there is a screen, and signs of life
   *     are given elsewhere
   * @param answersToErr whether standard output is kept free for something else
   */
  public record Choice(boolean progress, boolean answersToErr) {}

  /**
   * Shows one run from its beginning to its end.
   *
   * @throws InterruptedException when this thread is interrupted; the rows stay where they are
   */
  public Ending follow(long run, Choice choice) throws InterruptedException {
    boolean unicode = invocation.terminal().unicode();
    var tree = new CallTree(InstantSource.system(), unicode, "logs: waybill logs -f " + run);
    ProgressMode mode =
        choice.progress()
            ? ProgressMode.suiting(invocation.terminal(), invocation.environment())
            : ProgressMode.OFF;
    var causes = new RootCauses();
    boolean live = mode == ProgressMode.LIVE;
    Ending ending;
    try (ProgressArea progress = ProgressArea.open(mode, invocation, tree)) {
      boolean seen = live && invocation.terminal().outIsTerminal();
      var printer = new LinePrinter(invocation, progress, choice.answersToErr(), !seen);
      var fold = new RunFold(paths, printer::print, Optional.of(tree), causes);
      ending = followUnlessInterrupted(run, fold, printer, progress);
    }
    if (live) {
      leave(tree);
    }
    new FailureReport(invocation.err(), invocation.terminal(), paths, run).print(causes);
    return ending;
  }

  /** Tells on standard output why a run that is over failed, if it did. */
  public void failures(long run) {
    var causes = new RootCauses();
    var fold = new RunFold(paths, _ -> {}, Optional.empty(), causes);
    List<Event> page = journal.events(0, OptionalLong.of(run), PAGE);
    while (!page.isEmpty()) {
      page.forEach(fold::accept);
      page = journal.events(page.getLast().sequence(), OptionalLong.of(run), PAGE);
    }
    new FailureReport(invocation.out(), invocation.terminal(), paths, run).print(causes);
  }

  private Ending followUnlessInterrupted(
      long run, RunFold fold, LinePrinter printer, ProgressArea progress)
      throws InterruptedException {
    try {
      return follow(run, fold, printer, progress);
    } catch (InterruptedException e) {
      progress.leave();
      throw e;
    }
  }

  private Ending follow(long run, RunFold fold, LinePrinter printer, ProgressArea progress)
      throws InterruptedException {
    long after = 0;
    while (true) {
      List<Event> page = journal.events(after, OptionalLong.of(run), PAGE);
      for (Event event : page) {
        after = event.sequence();
        fold.accept(event);
        if (event.fact() instanceof Event.SubmissionEnded(Ending ending)) {
          printer.flush();
          return ending;
        }
      }
      printer.flush();
      progress.changed();
      if (page.isEmpty() && !journal.awaitAfter(after, OptionalLong.of(run))) {
        return new Ending.Killed(Canceller.WAYBILL);
      }
    }
  }

  private void leave(CallTree tree) {
    var text = new StringBuilder();
    boolean colours = invocation.terminal().colours();
    for (var row : tree.finalRows(invocation.terminal().columns())) {
      text.append(row.tone().of(row.text(), colours)).append('\n');
    }
    invocation.err().print(text);
    invocation.err().flush();
  }

  /** Shows all runs there ever were, and those that come, until the thread is interrupted. */
  public void followAll() throws InterruptedException {
    var printer = new LinePrinter(invocation, ProgressArea.NONE, false, true);
    var fold = new RunFold(paths, printer::print, Optional.empty(), new RootCauses());
    long after = 0;
    boolean open = true;
    while (open) {
      List<Event> page = journal.events(after, OptionalLong.empty(), PAGE);
      for (Event event : page) {
        after = event.sequence();
        fold.accept(event);
      }
      printer.flush();
      if (page.isEmpty()) {
        open = journal.awaitAfter(after, OptionalLong.empty());
      }
    }
  }
}
