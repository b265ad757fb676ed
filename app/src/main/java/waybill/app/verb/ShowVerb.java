package waybill.app.verb;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandLines;
import waybill.cli.DisplayText;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.TransferText;
import waybill.dialects.opspec.show.OpDescription;
import waybill.dialects.opspec.show.RunShow;
import waybill.engine.event.Event;
import waybill.engine.event.JsonLinesEventSink;
import waybill.engine.store.Journal;
import waybill.engine.store.RunRecord;

/** {@code waybill show RUN}: all that is known of a run. */
final class ShowVerb {
  /** Of events that are read at a time. */
  static final int PAGE = 200;

  private static final int COLUMNS_OF_ABOUT = 88;

  private final Supplier<RunDesk> desk;

  ShowVerb(Supplier<RunDesk> desk) {
    this.desk = desk;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandLines.command("show", this::run);
    spec.usageMessage().description("Shows what is known of a run, and how its parts ended.");
    CommandLines.examples(
        spec,
        "waybill show @last",
        "waybill show 142 --events      everything that happened, a JSON object a line",
        "waybill show 142 -o json");
    spec.addPositional(run("0"));
    spec.addOption(
        OptionSpec.builder("--events")
            .type(boolean.class)
            .description("What happened, one JSON object a line.")
            .build());
    Options.output(spec, "text, json");
    return spec;
  }

  static PositionalParamSpec run(String index) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("1")
        .required(true)
        .paramLabel("RUN")
        .type(String.class)
        .description("A number, @last, @failed, @running, or the beginning of a run's id.")
        .build();
  }

  private Exit run(ParseResult options, Invocation invocation) {
    Journal journal = desk.get().journal();
    boolean json = Options.output(options, false) == Options.Output.JSON;
    RunRecord run = RunNames.find(journal, options.matchedPositionalValue(0, ""));
    if (options.hasMatchedOption("--events")) {
      events(journal, run, invocation);
      return Exit.OK;
    }
    var tree = new RunTree();
    List<Event> page = page(journal, run, 0);
    while (!page.isEmpty() && !invocation.out().checkError()) {
      page.forEach(tree::accept);
      page = page(journal, run, page.getLast().sequence());
    }
    if (json) {
      print(invocation, run, tree);
    } else {
      text(invocation, run, tree);
      if (tree.isOp() && run.ended().isPresent()) {
        new RunShow(journal, invocation).failures(run.number());
      }
    }
    return Exit.OK;
  }

  static List<Event> page(Journal journal, RunRecord run, long after) {
    return journal.events(after, OptionalLong.of(run.number()), PAGE);
  }

  private static void events(Journal journal, RunRecord run, Invocation invocation) {
    var sink = new JsonLinesEventSink(invocation.out());
    List<Event> page = page(journal, run, 0);
    while (!page.isEmpty() && sink.trouble().isEmpty()) {
      page.forEach(sink::accept);
      page = page(journal, run, page.getLast().sequence());
    }
  }

  private static void text(Invocation invocation, RunRecord run, RunTree tree) {
    boolean unicode = invocation.terminal().unicode();
    Instant now = Instant.now();
    var text = new StringBuilder();
    line(text, "run", run.number() + "  " + run.kind() + "  " + run.name());
    line(text, "status", RunWords.status(run, unicode) + "  " + RunWords.time(run, now));
    run.ended()
        .flatMap(end -> RunWords.reason(end.ending()))
        .ifPresent(reason -> reason.lines().forEach(one -> line(text, "reason", one)));
    line(
        text,
        "started",
        run.started().truncatedTo(ChronoUnit.SECONDS)
            + "  ("
            + RunWords.age(run.started(), now)
            + " ago)");
    line(text, "id", run.nativeId());
    if (run.directory().getNameCount() > 0) { // else it was asked for by somebody who is nowhere
      line(text, "directory", run.directory().toString());
    }
    description(text, tree, invocation);
    for (RunTree.Node node : tree.nodes()) {
      node(text, node, unicode, now);
    }
    for (String remark : tree.remarks()) {
      line(text, "note", remark);
    }
    line(
        text,
        "next",
        run.ended().isPresent()
            ? "waybill logs " + run.number()
            : "waybill logs -f " + run.number() + "        waybill cancel " + run.number());
    invocation.out().print(text);
    invocation.out().flush();
  }

  /** What its author says of it. */
  private static void description(StringBuilder text, RunTree tree, Invocation invocation) {
    if (!tree.isOp()) {
      return;
    }
    String label = "about";
    String detail = tree.nodes().getFirst().detail();
    boolean unicode = invocation.terminal().unicode();
    for (String line : OpDescription.lines(detail, COLUMNS_OF_ABOUT, unicode)) {
      line(text, label, line);
      label = "";
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(label).append(" ".repeat(11 - label.length()));
    text.append(DisplayText.safe(value)).append('\n');
  }

  private static void node(StringBuilder text, RunTree.Node node, boolean unicode, Instant now) {
    text.append("  ".repeat(node.depth() + 1));
    text.append(DisplayText.safe(node.path().isEmpty() ? "." : node.path()));
    if (!node.label().isEmpty()) {
      text.append("  ").append(DisplayText.safe(node.label()));
    }
    text.append("  ").append(DisplayText.safe(node.status(unicode)));
    node.started()
        .ifPresent(
            started ->
                text.append("  ")
                    .append(
                        RunWords.duration(Duration.between(started, node.ended().orElse(now)))));
    node.usage()
        .filter(usage -> usage.peakBytes() > 0)
        .ifPresent(usage -> text.append("  peak ").append(TransferText.bytes(usage.peakBytes())));
    text.append('\n');
  }

  private static void print(Invocation invocation, RunRecord run, RunTree tree) {
    JsonDocument.print(
        invocation.out(),
        json -> {
          PsVerb.properties(json, run);
          json.writeArrayPropertyStart("nodes");
          for (RunTree.Node node : tree.nodes()) {
            json.writeStartObject();
            print(json, node);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayPropertyStart("remarks");
          tree.remarks().forEach(json::writeString);
          json.writeEndArray();
        });
  }

  private static void print(JsonGenerator json, RunTree.Node node) {
    json.writeStringProperty("path", node.path());
    json.writeStringProperty("kind", node.kind());
    json.writeStringProperty("label", node.label());
    json.writeStringProperty("status", node.word());
    node.started().ifPresent(at -> json.writeStringProperty("started", RunWords.exactly(at)));
    node.ended().ifPresent(at -> json.writeStringProperty("ended", RunWords.exactly(at)));
    node.ending().ifPresent(ending -> PsVerb.ending(json, ending));
    node.outcome()
        .ifPresent(outcome -> json.writeStringProperty("verdict", RunTree.verdict(outcome)));
    node.usage()
        .ifPresent(
            usage -> {
              json.writeNumberProperty("wallMs", usage.wallMicros() / 1000);
              json.writeNumberProperty("cpuMs", (usage.userMicros() + usage.systemMicros()) / 1000);
              json.writeNumberProperty("peakBytes", usage.peakBytes());
            });
  }
}
