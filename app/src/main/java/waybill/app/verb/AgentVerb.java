package waybill.app.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.agent.client.AgentControl;
import waybill.agent.client.AgentControl.Status;
import waybill.agent.client.AgentPlace;
import waybill.agent.wire.Hello;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;

/** {@code waybill agent}: the process that remembers runs; it begins and ends by itself too. */
public final class AgentVerb {
  private static final Exit NONE = new Exit.Status(1);

  private final Places places;
  private final Path home;

  /** Where the agent of an invocation is. */
  public interface Places {
    AgentPlace of(Path home, Invocation invocation);
  }

  public AgentVerb(Places places, Path home) {
    this.places = places;
    this.home = home;
  }

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.group("agent");
    spec.usageMessage()
        .description("The process that runs and remembers; begins and ends by itself.");
    CommandLines.examples(
        spec,
        "waybill agent status          see whether there is one, and what it is busy with",
        "waybill agent stop            end it, unless it is busy",
        "waybill agent stop --force    end it and what it runs");
    CommandSpec start = CommandLines.command("start", this::start);
    start.usageMessage().description("Starts it, if there is none.");
    spec.addSubcommand("start", start);
    CommandSpec stop = CommandLines.command("stop", this::stop);
    stop.usageMessage().description("Stops it, and returns when it is gone.");
    stop.addOption(
        OptionSpec.builder("--force")
            .type(boolean.class)
            .description("Also when it is busy: what it runs ends.")
            .build());
    spec.addSubcommand("stop", stop);
    CommandSpec status = CommandLines.command("status", this::status);
    status.usageMessage().description("Says whether there is one; ends with 1 when there is none.");
    Options.output(status, "text, json");
    spec.addSubcommand("status", status);
    return spec;
  }

  private Exit start(ParseResult options, Invocation invocation) {
    Hello agent = AgentControl.start(places.of(home, invocation));
    return say(invocation, "the agent runs, process " + agent.process());
  }

  private Exit stop(ParseResult options, Invocation invocation) {
    Optional<Long> stopped =
        AgentControl.stop(places.of(home, invocation), options.hasMatchedOption("--force"));
    return say(
        invocation,
        stopped
            .map(process -> "the agent, process " + process + ", has ended")
            .orElse("there is no agent"));
  }

  private Exit status(ParseResult options, Invocation invocation) {
    boolean json = Options.output(options, false) == Options.Output.JSON;
    Optional<Status> status = AgentControl.status(places.of(home, invocation));
    if (json) {
      print(invocation, status);
    } else {
      say(invocation, status.map(AgentVerb::text).orElse("there is no agent"));
    }
    return status.isPresent() ? Exit.OK : NONE;
  }

  private static String text(Status status) {
    Hello agent = status.agent();
    return "the agent runs, process "
        + agent.process()
        + ", build "
        + agent.build()
        + "\n  for       "
        + status.upSeconds()
        + " s\n  commands  "
        + status.clients()
        + "\n  runs      "
        + (status.runs().isEmpty() ? "none" : words(status.runs()))
        + "\n  state     "
        + agent.state();
  }

  private static String words(List<Long> runs) {
    return String.join(", ", runs.stream().map(String::valueOf).toList());
  }

  private static void print(Invocation invocation, Optional<Status> status) {
    JsonDocument.print(
        invocation.out(),
        json -> {
          json.writeBooleanProperty("running", status.isPresent());
          if (status.isPresent()) {
            Hello agent = status.get().agent();
            json.writeNumberProperty("process", agent.process());
            json.writeStringProperty("build", agent.build());
            json.writeStringProperty("state", agent.state());
            json.writeNumberProperty("upSeconds", status.get().upSeconds());
            json.writeNumberProperty("commands", status.get().clients());
            json.writeArrayPropertyStart("runs");
            for (long run : status.get().runs()) {
              json.writeNumber(run);
            }
            json.writeEndArray();
          }
        });
  }

  private static Exit say(Invocation invocation, String line) {
    invocation.out().print(line + "\n");
    invocation.out().flush();
    return Exit.OK;
  }
}
