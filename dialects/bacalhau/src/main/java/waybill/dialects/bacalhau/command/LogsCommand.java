package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.engine.event.Event;
import waybill.engine.event.Event.GroupEnded;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** {@code bacalhau job logs}: what the executions of a job wrote. */
final class LogsCommand {
  private static final Exit INTERRUPTED = new Exit.Status(130);

  private final JobWorkplace workplace;

  LogsCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command(
            "logs",
            "Shows what the executions of a job wrote. Of several, each line says whose it is.",
            this::logs);
    CommandLines.examples(
        spec,
        "bacalhau job logs -f my-job             follow it until it is over",
        "bacalhau job logs my-job --tail 20",
        "bacalhau job logs my-job -e e-3f2a90bc  only of one execution");
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    CommandOptions.text(
        spec, "ID", "Only of this execution; the beginning of its id.", "-e", "--execution-id");
    CommandOptions.flag(spec, "Go on until it is over.", "-f", "--follow");
    CommandOptions.number(spec, "N", "Only the last N lines of what there is now.", "-t", "--tail");
    CommandOptions.flag(spec, "Not there yet.", "--network");
    return spec;
  }

  private Exit logs(ParseResult options, Invocation invocation) {
    if (CommandOptions.has(options, "--network")) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              "`bacalhau job logs --network` comes later, with the network `http`")
          .withHelp("leave `--network` out to see what the job wrote")
          .asException();
    }
    Job job = JobArgument.find(workplace.jobs(), options);
    Optional<String> path =
        CommandOptions.text(options, "--execution-id")
            .map(id -> execution(JobRecord.of(workplace.journal(), job), id));
    Predicate<String> wanted = execution -> path.isEmpty() || path.get().equals(execution);
    boolean one = path.isPresent() || isAlone(job);
    var lines =
        new LogLines(
            invocation, wanted, !one, Verb.number(options, "--tail", 0, Integer.MAX_VALUE));
    Thread self = Thread.currentThread();
    try (Interrupts.Registration _ =
        invocation.interrupts().onInterrupt(signal -> self.interrupt())) {
      read(job, path, lines, CommandOptions.has(options, "--follow"));
      return Exit.OK;
    } catch (InterruptedException e) {
      return INTERRUPTED; // the job goes on: only the looking at it has ended
    } finally {
      boolean _ = Thread.interrupted(); // one that came too late is for nobody
    }
  }

  /** Whether there is one replica, which was tried once until now. */
  static boolean isAlone(Job job) {
    return job.spec().kind().count() == 1 && job.executions().size() <= 1;
  }

  /** The path of the execution whose id begins so. */
  private static String execution(JobRecord record, String id) {
    List<String> found =
        record.ids().entrySet().stream()
            .filter(entry -> entry.getValue().startsWith(id) || entry.getKey().equals(id))
            .map(java.util.Map.Entry::getKey)
            .toList();
    if (found.size() != 1) {
      throw Failure.of(
              FailureCode.INPUT_MISSING,
              found.isEmpty()
                  ? "execution not found: " + id
                  : "multiple executions found for id " + id)
          .withHelp("`bacalhau job executions` lists them")
          .asException();
    }
    return found.getFirst();
  }

  private void read(Job job, Optional<String> path, LogLines lines, boolean follow)
      throws InterruptedException {
    var events = new RunEvents(workplace.journal(), job.run());
    boolean looked = true;
    boolean goesOn = true;
    while (goesOn && looked) {
      List<Event> page = events.next();
      page.forEach(lines::accept);
      goesOn = !(path.isPresent() && page.stream().anyMatch(event -> ends(event, path.get())));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (page.isEmpty()) {
        lines.live();
        looked = lines.flush();
        goesOn = follow && looked && events.await();
      }
    }
    lines.end();
  }

  private static boolean ends(Event event, String path) {
    return event.fact() instanceof GroupEnded && event.taskPath().equals(path);
  }
}
