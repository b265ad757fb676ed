package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.problem.JobWords;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;

/** {@code bacalhau docker run}: a job of options instead of a file. */
final class DockerRunCommand {
  private static final int SHORT = 8;

  private final JobWorkplace workplace;

  DockerRunCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("run", "Runs a program of an image as a job, and waits for it.", this::run);
    CommandLines.examples(
        spec,
        "bacalhau docker run -f ubuntu:24.04 -- echo hello",
        "bacalhau docker run -i file:///data:/inputs busybox ls /inputs",
        "bacalhau docker run --count 3 -e NAME=me busybox -- sh -c 'echo $NAME'");
    // Behind the image everything is the program's.
    spec.parser().stopAtPositional(true);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("1..*")
            .required(true)
            .paramLabel("IMAGE [WORD]")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The image, and the words of the program or of its arguments.")
            .build());
    job(spec);
    task(spec);
    CommandOptions.flag(spec, "Submit nothing: write the job as YAML.", "--dry-run");
    CommandOptions.flag(spec, "Show no warnings.", "--hide-warnings");
    Submission.addTo(spec);
    return spec;
  }

  private static void job(CommandSpec spec) {
    CommandOptions.text(spec, "NAME", "Of the job; one is made if not said.", "--name");
    CommandOptions.text(spec, "NAME", "Of the namespace.", "--namespace");
    CommandOptions.number(spec, "N", "Higher ones run first.", "--priority");
    CommandOptions.texts(spec, "NAME=VALUE", "A label. May be given again.", "-l", "--labels");
    CommandOptions.number(spec, "N", "How many executions.", "--count", "--concurrency");
    CommandOptions.text(spec, "any|all", "`all` makes it a job of type ops.", "--target");
    CommandOptions.text(
        spec,
        "SELECTOR",
        "What this machine's labels must be.",
        "-s",
        "--constraints",
        "--selector");
  }

  private static void task(CommandSpec spec) {
    CommandOptions.text(spec, "NAME", "Of its task; `main` if not said.", "--task-name");
    CommandOptions.text(spec, "WORD", "Instead of the image's entrypoint.", "--entrypoint");
    CommandOptions.text(spec, "FOLDER", "Where the program begins.", "-w", "--workdir");
    CommandOptions.texts(spec, "NAME=VALUE", "A variable. May be given again.", "-e", "--env");
    CommandOptions.texts(
        spec,
        "INPUT",
        "URI, URI:PATH or src=URI,dst=PATH,opt=NAME=VALUE; file:///path for this machine's.",
        "-i",
        "--input");
    CommandOptions.texts(spec, "NAME:PATH", "A folder that is a result.", "-o", "--output");
    CommandOptions.text(spec, "TYPE", "Where results go.", "-p", "--publisher");
    CommandOptions.text(spec, "N", "Processors; 0.5 if not said.", "--cpu");
    CommandOptions.text(spec, "SIZE", "Memory; 512MB if not said.", "--memory");
    CommandOptions.text(spec, "SIZE", "What it may write.", "--disk");
    CommandOptions.text(spec, "N", "Whole devices.", "--gpu");
    CommandOptions.text(spec, "TYPE", "none, http or full; none if not said.", "--network");
    CommandOptions.texts(spec, "DOMAIN", "That it may reach. May be given again.", "--domain");
    CommandOptions.number(spec, "SECONDS", "From its submission to its end.", "--timeout");
    CommandOptions.number(spec, "SECONDS", "While it waits for room.", "--queue-timeout");
  }

  private Exit run(ParseResult options, Invocation invocation) {
    List<String> words = options.matchedPositionalValue(0, List.of());
    String made = "docker-" + UUID.randomUUID().toString().substring(0, SHORT);
    String name = CommandOptions.text(options, "--name").orElse(made);
    String json = new DockerJob(options, words, name).json();
    var source = new Source("docker run", TreeText.json(JsonShape.parse(json)));
    var warnings = new Problems();
    JobSpec spec = JobReader.read(source, Optional.empty(), false, warnings);
    // Nobody has to say on a command line what a file should say.
    List<Problem> told = warnings.list().stream().filter(one -> !JobWords.isDefault(one)).toList();
    RunCommand.warn(source, told, warnings.leftOut(), options, invocation);
    if (CommandOptions.has(options, "--dry-run")) {
      return Verb.answer(invocation, TreeText.yaml(JsonShape.of(spec)));
    }
    Optional<String> named = CommandOptions.text(options, "--name");
    return new Submission(workplace).submit(spec, named.isEmpty(), options, invocation);
  }
}
