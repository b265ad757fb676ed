package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;

class CommandLinesTest {
  private final Recorded out = new Recorded();
  private final Recorded err = new Recorded();
  private int runs;

  @Test
  void theNamedActionGetsItsOptions() {
    assertThat(run("run", "--slots", "3", "job.json")).isEqualTo(Exit.OK);
    assertThat(out.text()).isEqualTo("3 job.json");

    assertThat(run("image", "ls")).isEqualTo(new Exit.Status(7));
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsOnlyAnArgument() {
    run("run", "@last");

    assertThat(out.text()).isEqualTo("1 @last");
  }

  @Test
  void aWrongCommandLineEndsWithStatusTwoBeforeAnythingRuns() {
    assertThat(run("run", "--slots", "three", "x")).isEqualTo(new Exit.Status(2));

    assertThat(runs).isZero();
    assertThat(out.text()).isEmpty();
    assertThat(err.text())
        .isEqualTo(
            """
            error: invalid value for option '--slots': 'three' is not an int
              help: `waybill run --help` tells all
            """);
  }

  @Test
  void theNearestOptionIsOfferedForAnUnknownOne() {
    run("run", "--slost=3", "x");

    assertThat(err.text())
        .isEqualTo(
            """
            error: unknown option `--slost`
              help: did you mean `--slots`?
                    `waybill run --help` tells all
            """);
  }

  @Test
  void aSingleLetterIsNotNearToEveryOther() {
    run("run", "-x");

    assertThat(err.text()).contains("unknown option `-x`").doesNotContain("did you mean");
  }

  @Test
  void theNearestCommandIsOfferedForAnUnknownOne() {
    assertThat(run("imgae", "ls")).isEqualTo(new Exit.Status(2));

    assertThat(err.text())
        .startsWith("error: unknown command `imgae`\n  help: did you mean `image`?\n");
  }

  @Test
  void anArgumentTooManyIsSaid() {
    run("run", "a", "b\u001b[2J");

    assertThat(err.text()).startsWith("error: unexpected argument `b␛[2J`\n");
  }

  @Test
  void aGroupWithoutACommandNamesItsCommands() {
    assertThat(run("image")).isEqualTo(new Exit.Status(2));

    assertThat(err.text()).startsWith("error: a command is missing: one of ls, rm\n");
  }

  @Test
  void helpBeginsWithExamplesAndGoesToTheOutput() {
    assertThat(run("run", "--help")).isEqualTo(Exit.OK);

    assertThat(runs).isZero();
    assertThat(err.text()).isEmpty();
    assertThat(out.text())
        .isEqualTo(
            """
            Examples:
              waybill run job.json

            Usage: waybill run [-h] [-j=N] FILE
            Runs a file.
                  FILE        What to run.
              -h, --help      Show this help.
              -j, --slots=N   How many at once.
            """);
  }

  @Test
  void helpIsGivenEvenWhereTheRestIsIncomplete() {
    assertThat(run("run", "-h")).isEqualTo(Exit.OK);
    assertThat(run("--help")).isEqualTo(Exit.OK);
    assertThat(run("image", "-h")).isEqualTo(Exit.OK);
  }

  @Test
  void theVersionIsALine() {
    assertThat(run("--version")).isEqualTo(Exit.OK);

    assertThat(out.text()).isEqualTo("waybill 1.2.3\n");
  }

  @Test
  void aFailureThatIsLetOutIsToldOnceAndGivesItsStatus() {
    assertThat(run("fail")).isEqualTo(new Exit.Status(127));

    assertThat(err.text()).isEqualTo("error: nothing there\n");
  }

  @Test
  void problemsThatAreLetOutAreToldWithTheirPlaces() {
    assertThat(run("check")).isEqualTo(new Exit.Status(125));

    assertThat(err.text()).startsWith("f:1:1: error: odd [a/b]\n    1 | abc\n");
  }

  @Test
  void aScriptForCompletionNamesCommandsAndOptions() {
    String script = CommandLines.completion(root());

    assertThat(script).startsWith("#!/usr/bin/env bash").contains("image ls").contains("--slots");
  }

  private Exit run(String... arguments) {
    return CommandLines.run(
        root(),
        new Invocation(
            List.of(arguments),
            InputStream.nullInputStream(),
            out.stream(),
            err.stream(),
            Map.of(),
            Path.of("/"),
            FixedTerminal.NONE,
            Interrupts.NONE));
  }

  private CommandSpec root() {
    CommandSpec root = CommandLines.group("waybill");
    CommandLines.version(root, "waybill 1.2.3");
    root.addSubcommand("run", runSpec());
    CommandSpec image = CommandLines.group("image");
    image.addSubcommand("ls", CommandLines.command("ls", (p, i) -> new Exit.Status(7)));
    image.addSubcommand("rm", CommandLines.command("rm", (p, i) -> Exit.OK));
    root.addSubcommand("image", image);
    Failure failure = Failure.of(FailureCode.PROGRAM_NOT_FOUND, "nothing there");
    root.addSubcommand(
        "fail",
        CommandLines.command(
            "fail",
            (p, i) -> {
              throw failure.asException();
            }));
    Problem problem = Problem.error("a/b", "odd", new Span(1, 1, 1, 2, 0, 1));
    ProblemsException problems = new ProblemsException(new Source("f", "abc"), problem);
    root.addSubcommand(
        "check",
        CommandLines.command(
            "check",
            (p, i) -> {
              throw problems;
            }));
    return root;
  }

  private CommandSpec runSpec() {
    CommandSpec run = CommandLines.command("run", this::recordRun);
    run.usageMessage().description("Runs a file.");
    CommandLines.examples(run, "waybill run job.json");
    run.addOption(
        OptionSpec.builder("-j", "--slots")
            .paramLabel("N")
            .type(int.class)
            .description("How many at once.")
            .build());
    run.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("1")
            .type(String.class)
            .description("What to run.")
            .build());
    return run;
  }

  private Exit recordRun(ParseResult options, Invocation invocation) {
    runs++;
    int slots = options.matchedOptionValue("--slots", 1);
    String file = options.matchedPositionalValue(0, "nothing");
    invocation.out().print(slots + " " + file);
    invocation.out().flush();
    return Exit.OK;
  }
}
