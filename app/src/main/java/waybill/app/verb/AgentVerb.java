package waybill.app.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.agent.client.AgentControl;
import waybill.agent.client.AgentControl.Status;
import waybill.agent.client.AgentPlace;
import waybill.agent.wire.Hello;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;

/** {@code waybill agent}: the process that remembers runs; it begins and ends by itself too. */
public final class AgentVerb {
  private static final Exit NONE = new Exit.Status(1);

  /** Of runs. */
  private static final int SHOWN = 10;

  private static final String FOREGROUND = "--foreground";

  private final Places places;
  private final Path home;
  private final Command front;

  /** Where the agent of an invocation is. */
  public interface Places {
    AgentPlace of(Path home, Invocation invocation);
  }

  /**
   * The verb.
   *
   * @param home the program's own folder
   * @param front is the agent until it ends
   */
  public AgentVerb(Places places, Path home, Command front) {
    this.places = places;
    this.home = home;
    this.front = front;
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
        "waybill agent stop --force    end it and what it runs",
        "waybill agent install         have it started when you log in");
    CommandSpec start = CommandLines.command("start", this::start);
    start.usageMessage().description("Starts it, if there is none.");
    start.addOption(
        OptionSpec.builder(FOREGROUND)
            .type(boolean.class)
            .description("Be it, until it ends: for service managers.")
            .build());
    spec.addSubcommand("start", start);
    CommandSpec stop = CommandLines.command("stop", this::stop);
    stop.usageMessage().description("Stops it, and returns when it is gone.");
    stop.addOption(
        OptionSpec.builder("--force")
            .type(boolean.class)
            .description(
                "Also when it is busy: what it runs ends; what is wanted for longer goes on with the"
                    + " next one.")
            .build());
    spec.addSubcommand("stop", stop);
    CommandSpec status = CommandLines.command("status", this::status);
    status.usageMessage().description("Says whether there is one; ends with 1 when there is none.");
    Options.output(status, "text, json");
    spec.addSubcommand("status", status);
    var login = new AgentAtLogin(home);
    spec.addSubcommand("install", login.install());
    spec.addSubcommand("uninstall", login.uninstall());
    return spec;
  }

  private Exit start(ParseResult options, Invocation invocation) {
    if (options.hasMatchedOption(FOREGROUND)) {
      return front.run(invocation);
    }
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
        + words(status.runs())
        + "\n  wanted    "
        + words(status.wanted())
        + "\n  state     "
        + agent.state();
  }

  private static String words(List<Long> runs) {
    if (runs.isEmpty()) {
      return "none";
    }
    List<Long> first = runs.subList(0, Math.min(SHOWN, runs.size()));
    return String.join(", ", first.stream().map(String::valueOf).toList())
        + (runs.size() > SHOWN ? " and " + (runs.size() - SHOWN) + " more" : "");
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
            numbers(json, "runs", status.get().runs());
            numbers(json, "wanted", status.get().wanted());
          }
        });
  }

  private static void numbers(JsonGenerator json, String name, List<Long> runs) {
    json.writeArrayPropertyStart(name);
    for (long run : runs) {
      json.writeNumber(run);
    }
    json.writeEndArray();
  }

  private static Exit say(Invocation invocation, String line) {
    invocation.out().print(line + "\n");
    invocation.out().flush();
    return Exit.OK;
  }
}
