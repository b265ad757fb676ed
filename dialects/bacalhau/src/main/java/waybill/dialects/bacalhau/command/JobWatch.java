package waybill.dialects.bacalhau.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.cli.Tone;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.engine.event.Event;

/**
 * Waits for a version of a job and shows how it goes: until it is over, or, where it is to go on
 * for ever, until all of it runs. For one job and one thread.
 */
final class JobWatch {
  private static final Exit TIMED_OUT = new Exit.Status(124);
  private static final Exit INTERRUPTED = new Exit.Status(130);
  private static final int MAX_STATUS = 255;

  private final JobWorkplace workplace;
  private final Invocation invocation;
  private final Look look;
  private final Map<String, String> ids = new TreeMap<>();
  private final List<HistoryItem> told = new ArrayList<>();

  /**
   * What is shown.
   *
   * @param follow what executions write
   * @param quiet nothing of ours but failures
   * @param nodes where executions ran
   * @param grouped what happened, at the end and execution by execution
   * @param seconds for how long at most
   */
  record Look(
      boolean follow, boolean quiet, boolean nodes, boolean grouped, Optional<Integer> seconds) {}

  JobWatch(JobWorkplace workplace, Invocation invocation, Look look) {
    this.workplace = workplace;
    this.invocation = invocation;
    this.look = look;
  }

  /** Shows it; the exit is that of the job. */
  Exit watch(Job job) {
    if (!look.quiet()) {
      Verb.remark(
          invocation,
          "Job " + job.id() + " was submitted" + (job.version() > 1 ? version(job) : ""));
    }
    Thread self = Thread.currentThread();
    var deadline = look.seconds().map(seconds -> new Deadline(Duration.ofSeconds(seconds)));
    try (Interrupts.Registration _ =
        invocation.interrupts().onInterrupt(signal -> self.interrupt())) {
      return told(follow(job));
    } catch (InterruptedException e) {
      return left(job, deadline.isPresent() && deadline.get().hasPassed());
    } finally {
      deadline.ifPresent(Deadline::close);
      boolean _ = Thread.interrupted(); // this thread serves the next command, too
    }
  }

  private static String version(Job job) {
    return " as version " + job.version() + " of `" + job.spec().name() + "`";
  }

  /** Nobody waits any more, and the job goes on. */
  private Exit left(Job job, boolean late) {
    String id = Words.shortId(job.id());
    if (late) {
      Verb.error(invocation, "job " + id + " is not over after " + look.seconds().get() + " s");
    }
    Verb.remark(
        invocation,
        "Job "
            + id
            + " goes on. Watch it:  bacalhau job logs -f "
            + id
            + "   Stop it:  bacalhau job stop "
            + id);
    return late ? TIMED_OUT : INTERRUPTED;
  }

  private Job follow(Job job) throws InterruptedException {
    var view = new WatchView(job);
    ProgressMode mode =
        look.quiet()
            ? ProgressMode.OFF
            : ProgressMode.suiting(invocation.terminal(), invocation.environment());
    var lines = new LogLines(invocation, path -> true, count(job) > 1, Integer.MAX_VALUE);
    try (ProgressArea progress = ProgressArea.open(mode, invocation, view)) {
      var events = new RunEvents(workplace.journal(), job.run());
      boolean done = false;
      boolean more = true;
      while (more) {
        List<Event> page = events.next();
        page.forEach(event -> accept(event, lines, progress));
        if (page.isEmpty()) {
          Job now = workplace.jobs().find(name(job), job.version());
          view.now(now);
          more = !done; // what was written before it was done may have come since
          done = isDone(now);
          more = more && (done || events.await());
        }
        progress.changed();
      }
      progress.above(
          () -> {
            lines.end();
            return true;
          });
      return workplace.jobs().find(name(job), job.version());
    }
  }

  private static JobName name(Job job) {
    return new JobName(job.id(), job.spec().namespace());
  }

  private static int count(Job job) {
    return job.spec().kind().count();
  }

  private void accept(Event event, LogLines lines, ProgressArea progress) {
    if (look.follow() && event.fact() instanceof Event.OutputWritten) {
      progress.above(
          () -> {
            lines.accept(event);
            return lines.flush();
          });
    }
    if (event.fact() instanceof Event.GroupStarted(String kind, String label, String detail)
        && kind.equals("execution")) {
      ids.put(event.taskPath(), JobRecord.id(detail).orElse(label));
    }
    HistoryItem.of(event)
        .ifPresent(
            item -> {
              if (look.grouped()) {
                told.add(item);
              } else {
                progress.tell(Tone.PLAIN, line(item));
              }
            });
  }

  private String line(HistoryItem item) {
    String execution = Words.shortId(ids.getOrDefault(item.execution(), item.execution()));
    return (execution.isEmpty() ? "job" : execution)
        + "  "
        + (item.topic().isEmpty() ? "" : item.topic() + ": ")
        + item.message();
  }

  /** Whether there is nothing to wait for any more. */
  private boolean isDone(Job job) {
    return job.state().isOver()
        || switch (job.spec().kind()) {
          case Kind.Batch _, Kind.Ops _ -> false;
          case Kind.Service _, Kind.Daemon _ -> !look.follow() && running(job) >= count(job);
        };
  }

  private static long running(Job job) {
    return job.executions().stream()
        .filter(execution -> execution.state() == ExecutionState.RUNNING)
        .count();
  }

  private Exit told(Job job) {
    if (!look.quiet()) {
      grouped();
      nodes(job);
    }
    String id = Words.shortId(job.id());
    if (!job.state().isOver()) {
      remark(job.spec().name() + " runs   " + next("bacalhau job logs -f ", id));
      return Exit.OK;
    }
    if (job.state() == JobState.COMPLETED) {
      remark("Completed   " + (look.follow() ? "" : next("bacalhau job logs ", id)));
      return Exit.OK;
    }
    Verb.error(invocation, job.message().isEmpty() ? "job failed" : job.message());
    remark(next("bacalhau job describe ", id));
    invocation.err().flush();
    return status(job);
  }

  private static String next(String command, String id) {
    return "next: " + command + id;
  }

  private void remark(String text) {
    if (!look.quiet()) {
      Verb.remark(invocation, text.strip());
    }
  }

  private void grouped() {
    Map<String, List<HistoryItem>> groups = new TreeMap<>();
    told.forEach(
        item -> groups.computeIfAbsent(item.execution(), path -> new ArrayList<>()).add(item));
    groups.forEach(
        (path, items) -> {
          Verb.remark(invocation, path.isEmpty() ? "job" : ids.getOrDefault(path, path));
          items.forEach(
              item -> Verb.remark(invocation, "  " + Words.time(item.at()) + "  " + line(item)));
        });
  }

  private void nodes(Job job) {
    if (look.nodes()) {
      for (Execution execution : job.executions()) {
        Verb.remark(invocation, Words.shortId(execution.id()) + " ran on " + workplace.node().id());
      }
    }
  }

  /** The program's own, where there was one. */
  private static Exit status(Job job) {
    if (count(job) == 1 && !job.executions().isEmpty()) {
      int code = job.executions().getLast().exitCode().orElse(0);
      if (code > 0 && code <= MAX_STATUS) {
        return new Exit.Status(code);
      }
    }
    return Verb.FAILED;
  }
}
