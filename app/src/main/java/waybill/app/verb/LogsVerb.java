package waybill.app.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.engine.store.Journal;
import waybill.engine.store.RunRecord;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.StandardStream;

/** {@code waybill logs RUN}: what a run's tasks wrote. */
final class LogsVerb {
  private static final int SIGNALED = 128;

  private final Supplier<RunDesk> desk;

  LogsVerb(Supplier<RunDesk> desk) {
    this.desk = desk;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandLines.command("logs", this::run);
    spec.usageMessage().description("Shows what a run's tasks wrote, in the order they wrote it.");
    CommandLines.examples(
        spec,
        "waybill logs -f @last              follow it",
        "waybill logs 142 test              only the task test and what is below it",
        "waybill logs 142 --failed          only of tasks that failed",
        "waybill logs 142 --grep 'time.*out' --tail 20");
    spec.addPositional(ShowVerb.run("0"));
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("1..*")
            .arity("0..*")
            .paramLabel("PATH")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Only of this part of the run, with what is below it.")
            .build());
    flag(spec, "Go on until the run is over.", "-f", "--follow");
    flag(spec, "Only of parts that failed.", "--failed");
    spec.addOption(
        OptionSpec.builder("--grep")
            .paramLabel("RE")
            .type(String.class)
            .description("Only lines in which this regular expression is found.")
            .build());
    spec.addOption(
        OptionSpec.builder("--tail")
            .paramLabel("N")
            .type(Integer.class)
            .description("Only the last N lines of what there is now.")
            .build());
    flag(spec, "Only standard output.", "--stdout");
    flag(spec, "Only standard error.", "--stderr");
    flag(spec, "Lines as they were written, without saying whose they are.", "--no-prefix");
    flag(spec, "Say when each line was written.", "--timestamps");
    return spec;
  }

  private static void flag(CommandSpec spec, String description, String... names) {
    spec.addOption(OptionSpec.builder(names).type(boolean.class).description(description).build());
  }

  private Exit run(ParseResult options, Invocation invocation) {
    Journal journal = desk.get().journal();
    String named = options.matchedPositionalValue(0, "");
    int slash = named.indexOf('/');
    RunRecord run = RunNames.find(journal, slash < 0 ? named : named.substring(0, slash));
    var paths = new ArrayList<String>(options.matchedPositionalValue(1, List.of()));
    if (slash >= 0) {
      paths.add(named.substring(slash + 1));
    }
    int tail = tail(options);
    var choice =
        new LogChoice(
            paths, options.hasMatchedOption("--failed"), stream(options), pattern(options));
    var look =
        new LogPrinter.Look(
            !options.hasMatchedOption("--no-prefix"), options.hasMatchedOption("--timestamps"));
    var reader = new LogReader(journal, run, choice, new LogPrinter(invocation, look));
    return read(reader, invocation, tail, options.hasMatchedOption("--follow"));
  }

  private static Exit read(LogReader reader, Invocation invocation, int tail, boolean follow) {
    Thread self = Thread.currentThread();
    var sent = new AtomicInteger();
    try (Interrupts.Registration _ =
        invocation
            .interrupts()
            .onInterrupt(
                signal -> {
                  sent.set(signal);
                  self.interrupt();
                })) {
      reader.read(tail, follow);
      return Exit.OK;
    } catch (InterruptedException e) {
      return new Exit.Status(
          SIGNALED + sent.get()); // the run goes on: only the looking at it has ended
    } finally {
      boolean _ = Thread.interrupted(); // one that came too late is for nobody
    }
  }

  private static int tail(ParseResult options) {
    int tail = options.matchedOptionValue("--tail", Integer.MAX_VALUE);
    if (tail < 0) {
      throw Failure.of(FailureCode.COMMAND_LINE, "`--tail` is a number of lines, 0 or more")
          .asException();
    }
    return tail;
  }

  private static Optional<StandardStream> stream(ParseResult options) {
    boolean out = options.hasMatchedOption("--stdout");
    boolean err = options.hasMatchedOption("--stderr");
    if (out == err) {
      return Optional.empty();
    }
    return Optional.of(out ? StandardStream.STDOUT : StandardStream.STDERR);
  }

  private static Optional<Pattern> pattern(ParseResult options) {
    String written = options.matchedOptionValue("--grep", "");
    try {
      return written.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(written));
    } catch (PatternSyntaxException e) {
      throw Failure.of(
              FailureCode.COMMAND_LINE, "`--grep` is no regular expression: " + e.getDescription())
          .withHelp("at character " + (e.getIndex() + 1) + " of `" + written + "`")
          .asException();
    }
  }
}
