package waybill.app.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.cli.Exit;
import waybill.cli.FailureBlock;
import waybill.cli.FailurePrinter;
import waybill.cli.Invocation;
import waybill.cli.OutcomeWords;
import waybill.cli.ProblemPrinter;
import waybill.cli.ProgressArea;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.run.Voice;
import waybill.engine.Captured;
import waybill.engine.TaskResult;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;
import waybill.model.task.Program;
import waybill.model.task.Task;

/** Speaks to people: what each job wrote, and a block for each that did not end well. */
final class OwnVoice implements Voice {
  private static final int TAIL_LINES = 8;
  private static final int TAIL_BYTES = 64 << 10;

  private final SpecFile file;
  private final Invocation invocation;
  private final PrintStream out;
  private final FailurePrinter failures;
  private final ProgressArea progress;
  private final JobCount count = new JobCount();
  private boolean silenced;

  /**
   * A voice for one run.
   *
   * @param out where the jobs' standard output goes
   * @param progress what stands below all that is written
   */
  OwnVoice(SpecFile file, Invocation invocation, PrintStream out, ProgressArea progress) {
    this.file = file;
    this.invocation = invocation;
    this.out = out;
    this.progress = progress;
    this.failures = new FailurePrinter(invocation.err(), invocation.terminal());
  }

  @Override
  public synchronized void jobEnded(long number, Task task, TaskResult result) throws IOException {
    count.add(result);
    progress.changed();
    if (silenced) {
      return;
    }
    try {
      progress.above(() -> write(number, task, result));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * All that is said of one job. True: what we write ends at the start of a line, or on another
   * stream.
   */
  private boolean write(long number, Task task, TaskResult result) {
    try {
      result.stdout().writeTo(out);
      if (out.checkError()) {
        throw new IOException("standard output cannot be written");
      }
      result.stderr().writeTo(invocation.err());
      invocation.err().flush();
      result.captureFailure().ifPresent(failures::print);
      if (!JobCount.isWell(result.outcome())) {
        failures.print(block(number, task, result));
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FailureBlock block(long number, Task task, TaskResult result) throws IOException {
    String verdict = OutcomeWords.verdict(result.outcome());
    if (result.usage().wallMicros() > 0) {
      verdict += " after " + seconds(result.usage().wallMicros());
    }
    return new FailureBlock(
        "job " + number,
        verdict,
        facts(task, result),
        tail(result.stderr()),
        OutcomeWords.hint(result.outcome()),
        List.of());
  }

  private static List<FailureBlock.Fact> facts(Task task, TaskResult result) {
    Program program = task.program();
    var facts = new ArrayList<FailureBlock.Fact>();
    var command = new StringBuilder(program.name());
    for (String argument : program.arguments()) {
      command.append(' ').append(argument);
    }
    facts.add(new FailureBlock.Fact("command", command.toString()));
    facts.add(
        new FailureBlock.Fact(
            "cwd",
            program.directory()
                + "    user "
                + program.user()
                + "    network "
                + task.network().name().toLowerCase(Locale.ROOT)));
    if (result.usage().peakBytes() > 0) {
      facts.add(
          new FailureBlock.Fact(
              "peak",
              "memory "
                  + (result.usage().peakBytes() >> 20)
                  + " MiB    cpu "
                  + seconds(result.usage().userMicros() + result.usage().systemMicros())));
    }
    return facts;
  }

  /** Of short output only: long output was just written above, and is not read twice for this. */
  private static Optional<FailureBlock.Tail> tail(Captured stderr) throws IOException {
    if (stderr.size() > TAIL_BYTES) {
      return Optional.empty();
    }
    var bytes = new ByteArrayOutputStream();
    stderr.writeTo(bytes);
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    return Optional.of(
        new FailureBlock.Tail(
            "stderr",
            lines.size(),
            lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
  }

  private static String seconds(long micros) {
    long hundredths = (micros + 5_000) / 10_000;
    return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + " s";
  }

  @Override
  public synchronized void unprepared(Failure failure) {
    count.addUnprepared(failure);
    if (!silenced) {
      progress.above(
          () -> {
            failures.print(failure);
            return true;
          });
    }
  }

  @Override
  public synchronized void silence() {
    silenced = true;
  }

  @Override
  public Exit stopped(SpecTextException mistake) {
    progress.close();
    new ProblemPrinter(invocation.err(), invocation.terminal())
        .print(file.whole(), List.of(mistake.problem()), 0);
    return Exit.of(FailureCode.SPEC_INVALID);
  }

  @Override
  public Exit stopped(Failure failure) {
    progress.close();
    failures.print(failure);
    return Exit.of(failure.code());
  }

  @Override
  public Exit noJob() {
    return Exit.OK;
  }

  @Override
  public synchronized Exit finished() {
    progress.close();
    return count.exit();
  }

  /**
   * Counts jobs, for the exit of our own verbs: one gives its own, several give 1 if any is not
   * well.
   */
  static final class JobCount {
    private long jobs;
    private boolean allWell = true;
    private Exit first = Exit.OK;

    static boolean isWell(Outcome outcome) {
      return outcome instanceof Outcome.Exited(int code) && code == 0;
    }

    /** Output that could not be kept makes a job bad that ended well: somebody waits for it. */
    void add(TaskResult result) {
      Optional<Failure> lost = result.captureFailure();
      boolean onlyOutputFailed = isWell(result.outcome()) && lost.isPresent();
      add(onlyOutputFailed ? new Outcome.Failed(lost.get()) : result.outcome());
    }

    void add(Outcome outcome) {
      if (jobs++ == 0) {
        first = OutcomeWords.exit(outcome);
      }
      allWell &= isWell(outcome);
    }

    /** A job that came to no result. */
    void addUnprepared(Failure failure) {
      if (jobs++ == 0) {
        first = Exit.of(failure.code());
      }
      allWell = false;
    }

    Exit exit() {
      if (jobs <= 1) {
        return first;
      }
      return allWell ? Exit.OK : new Exit.Status(1);
    }
  }
}
