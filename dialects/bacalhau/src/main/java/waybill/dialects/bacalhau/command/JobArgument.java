package waybill.dialects.bacalhau.command;

import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Jobs;
import waybill.dialects.bacalhau.job.Jobs.JobName;

/** The job that a command is about. */
final class JobArgument {
  static final String DEFAULT_NAMESPACE = "default";

  private JobArgument() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.positional(spec, "JOB", "Its id, the beginning of its id, or its name.");
    namespace(spec);
  }

  static void namespace(CommandSpec spec) {
    CommandOptions.text(
        spec, "NAME", "Where its name is looked for; `default` if not said.", "--namespace");
  }

  static void version(CommandSpec spec) {
    CommandOptions.number(
        spec, "N", "That version of it; the latest if not said.", "-v", "--version");
  }

  static JobName name(ParseResult options) {
    return new JobName(
        options.matchedPositionalValue(0, ""),
        options.matchedOptionValue("--namespace", DEFAULT_NAMESPACE));
  }

  static OptionalInt version(ParseResult options) {
    return options.hasMatchedOption("--version")
        ? OptionalInt.of(Verb.number(options, "--version", 1, 1))
        : OptionalInt.empty();
  }

  /** The version that was asked for. */
  static Job find(Jobs jobs, ParseResult options) {
    OptionalInt version = version(options);
    return version.isPresent()
        ? jobs.find(name(options), version.getAsInt())
        : jobs.find(name(options));
  }
}
