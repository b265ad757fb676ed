package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.run.Obstacles.Obstacle;
import waybill.dialects.bacalhau.spec.JobSpec;

/** What becomes of a job that was read: it is looked at, or submitted and waited for. */
final class Submission {
  private final JobWorkplace workplace;

  Submission(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  /** Options of all commands that submit something. */
  static void addTo(CommandSpec spec) {
    CommandOptions.flag(spec, "Show what it writes, until it is over.", "-f", "--follow");
    CommandOptions.flag(spec, "Write its id to standard output, and nothing else.", "--id-only");
    spec.addOption(
        OptionSpec.builder("--wait")
            .type(Boolean.class)
            .arity("0..1")
            .fallbackValue("true")
            .paramLabel("true|false")
            .description("Whether to wait until it is over; true if not said.")
            .build());
    CommandOptions.number(
        spec,
        "N",
        "Wait at most so many seconds; the job goes on. For ever if not said.",
        "--wait-timeout-secs");
    CommandOptions.flag(spec, "Say on which node each execution ran.", "--node-details");
    CommandOptions.flag(
        spec, "Tell what happened at the end, execution by execution.", "--group-events");
  }

  /** Says what stands in a job's way and what would change; nothing is submitted. */
  Exit dryRun(JobSpec spec, Invocation invocation) {
    try {
      List<Obstacle> obstacles = workplace.obstacles().of(invocation).all(spec);
      Exit exit = Verb.answer(invocation, new JobDiff(workplace).of(spec));
      tell(obstacles, invocation);
      return obstacles.isEmpty() ? exit : Verb.FAILED;
    } catch (InterruptedException asked) {
      return Verb.FAILED;
    }
  }

  /** Submits a job, unless something stands in its way whatever happens. */
  Exit submit(JobSpec spec, boolean force, ParseResult options, Invocation invocation) {
    return isRefused(spec, invocation)
        ? Verb.FAILED
        : waitFor(workplace.jobs().submit(spec, force), options, invocation);
  }

  /** Whether something stands in a job's way whatever happens; says what it is. */
  boolean isRefused(JobSpec spec, Invocation invocation) {
    List<Obstacle> obstacles = workplace.obstacles().of(invocation).atOnce(spec);
    tell(obstacles, invocation);
    return !obstacles.isEmpty();
  }

  static void tell(List<Obstacle> obstacles, Invocation invocation) {
    for (Obstacle obstacle : obstacles) {
      Verb.error(invocation, obstacle.message());
      obstacle.hint().ifPresent(hint -> Verb.hint(invocation, hint));
    }
    invocation.err().flush();
  }

  /** Waits for a version that was made, as far as that was asked for. */
  Exit waitFor(Job job, ParseResult options, Invocation invocation) {
    boolean idOnly = CommandOptions.has(options, "--id-only");
    boolean wait = options.matchedOptionValue("--wait", true);
    if (idOnly || !wait) {
      Exit exit = Verb.answer(invocation, job.id() + "\n");
      if (!wait || !CommandOptions.has(options, "--wait")) {
        return exit;
      }
    }
    var look =
        new JobWatch.Look(
            CommandOptions.has(options, "--follow"),
            idOnly,
            CommandOptions.has(options, "--node-details"),
            CommandOptions.has(options, "--group-events"),
            seconds(options));
    return new JobWatch(workplace, invocation, look).watch(job);
  }

  private static Optional<Integer> seconds(ParseResult options) {
    return CommandOptions.has(options, "--wait-timeout-secs")
        ? Optional.of(Verb.number(options, "--wait-timeout-secs", 0, 0))
        : Optional.empty();
  }
}
