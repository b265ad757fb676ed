package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.engine.room.Capacity;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** {@code bacalhau node}: this machine, which is the only one. */
final class NodeCommands {
  private static final List<String> COLUMNS = List.of("labels", "capacity");

  private final Node node;

  NodeCommands(Node node) {
    this.node = node;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandLines.group("node");
    spec.usageMessage().description("Shows this machine as the node that it is.");
    CommandSpec list = Verb.command("list", "Lists the nodes, of which there is one.", this::list);
    CommandLines.examples(list, "bacalhau node list --show labels,capacity");
    CommandOptions.texts(
        list, "COLUMNS", "labels, capacity, or both with a comma between.", "--show");
    OutputForm.addToLists(list);
    spec.addSubcommand("list", list);
    CommandSpec describe = Verb.command("describe", "Tells all about a node.", this::describe);
    describe.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("NODE")
            .type(String.class)
            .description("Its id or the beginning of it; this machine if not said.")
            .build());
    OutputForm.addTo(describe);
    spec.addSubcommand("describe", describe);
    for (String verb : List.of("approve", "reject", "delete")) {
      spec.addSubcommand(
          verb,
          LaterCommands.refusing(
              verb,
              "Not there: there is one node.",
              "there is no `bacalhau node " + verb + "`: this machine is the only node",
              "leave it out"));
    }
    return spec;
  }

  private Exit list(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    List<String> shown = columns(options);
    if (form.kind() == OutputForm.Kind.JSON || form.kind() == OutputForm.Kind.YAML) {
      return form.tree(
          invocation,
          JsonShape.text(
              json -> {
                json.writeStartArray();
                print(json);
                json.writeEndArray();
              }));
    }
    var headings = new ArrayList<>(List.of("ID", "TYPE", "APPROVAL", "STATUS"));
    var cells = new ArrayList<>(List.of(node.id(), "Compute", "APPROVED", "CONNECTED"));
    if (shown.contains("labels")) {
      headings.add("LABELS");
      cells.add(labels());
    }
    if (shown.contains("capacity")) {
      Capacity capacity = node.capacity();
      headings.addAll(List.of("CPU", "MEMORY", "DISK", "GPU"));
      cells.addAll(
          List.of(
              Amounts.cpus(capacity.cpuMillis()),
              Amounts.bytes(capacity.memoryBytes()),
              Amounts.bytes(capacity.largestDisk()),
              Integer.toString(capacity.gpus())));
    }
    var rows = new Rows(headings);
    rows.add(cells);
    return form.rows(invocation, rows);
  }

  private static List<String> columns(ParseResult options) {
    List<String> shown = new ArrayList<>();
    for (String written : CommandOptions.texts(options, "--show")) {
      for (String column : written.split(",", -1)) {
        if (!COLUMNS.contains(column.strip())) {
          throw Verb.wrong("`--show` cannot be `" + column + "`", "it is labels or capacity");
        }
        shown.add(column.strip());
      }
    }
    return shown.isEmpty() ? List.of("capacity") : shown;
  }

  private String labels() {
    var labels = new StringJoiner(" ");
    node.labels().forEach((name, value) -> labels.add(name + "=" + value));
    return labels.toString();
  }

  private Exit describe(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    String wanted = options.matchedPositionalValue(0, node.id());
    if (!node.id().startsWith(wanted)) {
      throw Failure.of(FailureCode.INPUT_MISSING, "node not found: " + wanted)
          .withHelp("there is one node, " + node.id())
          .asException();
    }
    var readable = new OutputForm(OutputForm.Kind.YAML, true, true, true);
    return (form.isPlain() ? readable : form).tree(invocation, JsonShape.text(this::print));
  }

  private void print(JsonGenerator json) {
    Capacity capacity = node.capacity();
    json.writeStartObject();
    json.writeStringProperty("NodeID", node.id());
    json.writeStringProperty("NodeType", "Compute");
    json.writeStringProperty("Approval", "APPROVED");
    json.writeStringProperty("Status", "CONNECTED");
    json.writeObjectPropertyStart("Labels");
    node.labels().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeObjectPropertyStart("MaxCapacity");
    json.writeNumberProperty("CPUMillis", capacity.cpuMillis());
    json.writeNumberProperty("MemoryBytes", capacity.memoryBytes());
    json.writeNumberProperty("DiskBytes", capacity.largestDisk());
    json.writeNumberProperty("GPU", capacity.gpus());
    json.writeEndObject();
    json.writeArrayPropertyStart("Engines");
    json.writeString("docker");
    json.writeEndArray();
    json.writeEndObject();
  }
}
