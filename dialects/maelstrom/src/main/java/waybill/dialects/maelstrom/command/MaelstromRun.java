package waybill.dialects.maelstrom.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.run.JobSource;
import waybill.dialects.maelstrom.run.OriginalVoice;
import waybill.dialects.maelstrom.run.ShownPreparations;
import waybill.dialects.maelstrom.run.StreamRun;
import waybill.dialects.maelstrom.run.TalkativeVoice;
import waybill.dialects.maelstrom.run.Voice;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.dialects.maelstrom.terminal.TerminalSession;
import waybill.dialects.maelstrom.written.Job;
import waybill.dialects.maelstrom.written.JobReader;
import waybill.model.task.Streams;

/** The command {@code maelstrom-run}: reads jobs, runs them, prints what they wrote. */
public final class MaelstromRun implements Command {
  private final WorkplaceOpener opener;
  private final String version;

  /** Opens what jobs run on. */
  @FunctionalInterface
  public interface WorkplaceOpener {

    /**
     * Opens it, once, when the first job is there.
     *
     * @param streams where those of the jobs go
     * @param news told how images are got
     * @throws waybill.model.failure.FailureException when the machine does not let us
     */
    Workplace open(
        RunSettings settings, Streams streams, Optional<Preparations> news, Invocation invocation);
  }

  /**
   * Makes the command.
   *
   * @param version of Waybill
   */
  public MaelstromRun(WorkplaceOpener opener, String version) {
    this.opener = opener;
    this.version = version;
  }

  @Override
  public Exit run(Invocation invocation) {
    try {
      return run(invocation, new RunArguments(invocation.arguments()));
    } catch (Refusal e) {
      invocation.err().print(e.getMessage() + "\n");
      invocation.err().flush();
      return new Exit.Status(e.status());
    }
  }

  private Exit run(Invocation invocation, RunArguments arguments) throws Refusal {
    if (arguments.has(RunOption.HELP)) {
      return print(invocation, HelpText.TEXT);
    }
    if (arguments.has(RunOption.VERSION)) {
      return print(invocation, "maelstrom-run of Waybill " + version + "\n");
    }
    RunSettings settings =
        new SettingsReader(arguments, invocation.environment(), invocation.directory()).read();
    if (arguments.has(RunOption.PRINT_CONFIG)) {
      return print(invocation, ConfigText.of(settings));
    }
    if (arguments.has(RunOption.TTY)) {
      requireTerminal(invocation);
    }
    Optional<String> file = arguments.value(RunOption.FILE);
    if (file.isEmpty()) {
      return run(invocation, arguments, settings, invocation.in());
    }
    Path path = invocation.directory().resolve(file.get());
    try (InputStream in = new FileInputStream(path.toFile())) {
      return run(invocation, arguments, settings, in);
    } catch (IOException e) {
      throw Refusal.notReadable(e);
    }
  }

  private Exit run(
      Invocation invocation, RunArguments arguments, RunSettings settings, InputStream in) {
    JobReader reader = JobReader.of(settings.specVersion(), in);
    List<String> words = arguments.program();
    JobSource source =
        words.isEmpty() ? reader::next : () -> reader.next().map(job -> overridden(job, words));
    if (arguments.has(RunOption.TTY)) {
      return runOnTerminal(invocation, arguments, settings, source);
    }
    StreamRun.Jobs jobs = arguments.has(RunOption.ONE) ? StreamRun.Jobs.FIRST : StreamRun.Jobs.ALL;
    Optional<ShownPreparations> shown = shown(invocation, arguments);
    Voice voice = voice(jobs, invocation, settings, shown);
    StreamRun run = new StreamRun(jobs, settings.slots(), voice, invocation.interrupts());
    Streams streams = new Streams.Captured(settings.inlineLimit());
    return run.run(source, () -> opener.open(settings, streams, news(shown), invocation));
  }

  private Exit runOnTerminal(
      Invocation invocation, RunArguments arguments, RunSettings settings, JobSource source) {
    char escape = settings.escapeChar();
    TerminalSession session = new TerminalSession(invocation, escape, EscapeChar.shown(escape));
    Optional<ShownPreparations> shown = shown(invocation, arguments);
    Voice voice = voice(StreamRun.Jobs.FIRST, invocation, settings, shown);
    StreamRun run =
        new StreamRun(
            StreamRun.Jobs.FIRST,
            settings.slots(),
            voice,
            invocation.interrupts(),
            Optional.of(session));
    Streams streams = session.streams();
    return run.run(source, () -> opener.open(settings, streams, news(shown), invocation));
  }

  /** Nothing is loaded for it where nobody could see it. */
  private static Optional<ShownPreparations> shown(Invocation invocation, RunArguments arguments) {
    return !arguments.has(RunOption.QUIET) && invocation.terminal().errIsTerminal()
        ? Optional.of(new ShownPreparations(invocation)).filter(ShownPreparations::canBeShown)
        : Optional.empty();
  }

  private static Optional<Preparations> news(Optional<ShownPreparations> shown) {
    return shown.isEmpty() ? Optional.empty() : Optional.of(shown.get());
  }

  private static Voice voice(
      StreamRun.Jobs jobs,
      Invocation invocation,
      RunSettings settings,
      Optional<ShownPreparations> shown) {
    Voice voice = new OriginalVoice(jobs, invocation.out(), invocation.err(), shown);
    return settings.logLevel() == RunSettings.LogLevel.DEBUG
        ? new TalkativeVoice(voice, invocation.err())
        : voice;
  }

  private static Job overridden(Job job, List<String> words) {
    return job.withProgram(words.getFirst(), words.subList(1, words.size()));
  }

  private static Exit print(Invocation invocation, String text) {
    invocation.out().print(text);
    return invocation.out().checkError() ? new Exit.Status(1) : Exit.OK;
  }

  private static void requireTerminal(Invocation invocation) throws Refusal {
    if (!invocation.terminal().inIsTerminal()) {
      throw Refusal.notPossible("standard input is not a terminal");
    }
    if (!invocation.terminal().outIsTerminal()) {
      throw Refusal.notPossible("standard output is not a terminal");
    }
  }
}
