package waybill.dialects.bacalhau.written;

import static waybill.dialects.bacalhau.written.ShapeParts.FLAG;
import static waybill.dialects.bacalhau.written.ShapeParts.TEXT;
import static waybill.dialects.bacalhau.written.ShapeParts.TEXTS;
import static waybill.dialects.bacalhau.written.ShapeParts.TEXT_MAP;
import static waybill.dialects.bacalhau.written.ShapeParts.WHOLE;
import static waybill.dialects.bacalhau.written.ShapeParts.chosen;
import static waybill.dialects.bacalhau.written.ShapeParts.field;
import static waybill.dialects.bacalhau.written.ShapeParts.fields;
import static waybill.dialects.bacalhau.written.ShapeParts.needed;

import java.util.List;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Choice;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Elsewhere;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.Word;

/** What may stand where in a job: its tasks. */
final class TaskShapes {
  private TaskShapes() {}

  private static final Fields PORT =
      fields(
          "a port",
          needed("Name", TEXT, "The end of the names of variables that tell the port."),
          field("Static", WHOLE, "The port outside, 1024 to 65535; any free one if not given."),
          field("Target", WHOLE, "The port inside; the same if not given."),
          field("HostNetwork", TEXT, "The address outside."));

  private static final Shape PORTS = new ListOf(new Either(List.of(TEXT, PORT)));

  /** Before 1.1 it was a source itself. */
  private static final Shape MODULE =
      new Shape.Helped(
          TEXT, "make it an input in `InputSources`, and give its `Target` as `EntryModule`");

  private static final Shape VARIABLES = new Either(List.of(TEXT_MAP, TEXTS));

  static final Chosen ENGINE =
      chosen(
          "an engine",
          List.of(
              new Choice(
                  "docker",
                  fields(
                      "parameters of docker",
                      needed("Image", TEXT, "The image's name."),
                      field("Entrypoint", TEXTS, "Instead of the image's."),
                      field("Parameters", TEXTS, "Instead of the image's command."),
                      field("WorkingDirectory", TEXT, "Absolute; it must be in the image."),
                      field("EnvironmentVariables", VARIABLES, "They win over the task's Env."),
                      field("Ports", PORTS, "Ports that can be reached from outside."))),
              new Choice(
                  "wasm",
                  fields(
                      "parameters of wasm",
                      needed("EntryModule", MODULE, "The module's path."),
                      needed("EntryPoint", TEXT, "The exported function."),
                      field("Parameters", TEXTS, "Its arguments."),
                      field("ImportModules", TEXTS, "Targets of inputs that are modules, too."),
                      field("EnvironmentVariables", VARIABLES, "They win over the task's Env.")))));

  private static final Fields PARTITION =
      fields(
          "a partition",
          field(
              "Type",
              TEXT,
              "none, object, regex, substring or date: what of a key divides the objects."),
          field("Pattern", TEXT, "For regex."),
          field("StartIndex", WHOLE, "For substring."),
          field("EndIndex", WHOLE, "For substring."),
          field("DateFormat", TEXT, "For date, as Go writes it."));

  static final Chosen SOURCE =
      chosen(
          "a source",
          List.of(
              new Choice(
                  "ipfs",
                  fields(
                      "parameters of ipfs",
                      needed("CID", TEXT, "What it is."),
                      field("Gateway", TEXT, "Where to ask."))),
              new Choice(
                  "s3",
                  fields(
                      "parameters of s3",
                      needed("Bucket", TEXT, "The bucket."),
                      field("Key", TEXT, "An object; ending with `/` a folder, with `*` many."),
                      field("Filter", TEXT, "A regular expression of keys."),
                      field("Region", TEXT, "The region."),
                      field("Endpoint", TEXT, "The server."),
                      field("VersionID", TEXT, "The version of one object."),
                      field("ChecksumSHA256", TEXT, "The checksum of one object."),
                      field("Partition", PARTITION, "How replicas divide the objects."),
                      field("AccessKeyID", TEXT, "The name of a key."),
                      field("SecretAccessKey", TEXT, "The key."))),
              new Choice(
                  "local",
                  fields(
                      "parameters of local",
                      needed("SourcePath", TEXT, "A file or folder of the machine, absolute."),
                      field("ReadWrite", FLAG, "Whether the task may change it."),
                      field("CreateAs", TEXT, "dir, file or noCreate, where nothing is."))),
              new Choice(
                  "urlDownload",
                  fields(
                      "parameters of urlDownload",
                      needed("URL", TEXT, "The address, http or https."),
                      field("Headers", TEXT_MAP, "Of the request."))),
              new Choice(
                  "s3PreSigned",
                  fields(
                      "parameters of s3PreSigned",
                      field("PreSignedURL", TEXT, "The signed address."),
                      field("URL", TEXT, "The same."))),
              new Choice(
                  "inline",
                  fields(
                      "parameters of inline",
                      field("Content", new Shape.Text(ShapeParts.CONTENT), "What the file holds."),
                      field("URL", TEXT, "A `data:` address instead.")))));

  private static final Fields INPUT =
      fields(
          "an input",
          needed("Source", SOURCE, "Where it comes from."),
          needed("Target", TEXT, "Where the task finds it, absolute."),
          field("Alias", TEXT, "Its name."));

  private static final Fields RESULT =
      fields(
          "a result path",
          needed("Name", TEXT, "The result's name."),
          needed("Path", TEXT, "Where the task leaves it, absolute; `*` is allowed."),
          needed(
              "Type",
              new Word(List.of("file", "directory", "stdout", "stderr", "exitCode")),
              "What it is."),
          field("Format", new Word(List.of("raw", "text", "json", "csv")), "What is checked."),
          field("Compression", new Word(List.of("none", "gzip", "zstd")), "How it is kept."),
          field("CompressionLevel", WHOLE, "1 to 9."));

  private static final Fields S3_PUBLISHER =
      fields(
          "parameters of publisher s3",
          needed("Bucket", TEXT, "The bucket."),
          needed("Key", TEXT, "With places such as `{jobID}`."),
          field("Region", TEXT, "The region."),
          field("Endpoint", TEXT, "The server."),
          field("Encoding", TEXT, "gzip or plain; gzip if not given."),
          field("AccessKeyID", TEXT, "The name of a key."),
          field("SecretAccessKey", TEXT, "The key."));

  static final Chosen PUBLISHER =
      chosen(
          "a publisher",
          List.of(
              new Choice("ipfs", fields("parameters of ipfs")),
              new Choice("s3", S3_PUBLISHER),
              new Choice("local", fields("parameters of local")),
              new Choice("noop", fields("parameters of noop")),
              new Choice("s3managed", fields("parameters of s3managed"))));

  private static final Fields POLICIES =
      fields(
          "policies",
          field(
              "Egress",
              fields("egress", field("Ports", TEXTS, "Ports and ranges like `8000-8100`.")),
              "What may be asked."));

  private static final Fields ROUTE =
      fields(
          "a route",
          needed("Match", TEXT, "The end of names."),
          needed("Target", TEXT, "Who is asked instead."));

  private static final Fields NETWORK =
      fields(
          "a network",
          field("Type", TEXT, "none, http or full; none if not given."),
          field("Domains", TEXTS, "Names that may be asked, with http."),
          field("EnableIPv6", FLAG, "Whether IPv6 is used, with http."),
          field("DNS", TEXTS, "Addresses of name servers, with http."),
          field("Policies", POLICIES, "What is allowed, with http."),
          field("Routes", new ListOf(ROUTE), "Names that are somebody else, with http."),
          field("AllowLoopback", FLAG, "Whether the task can reach itself, with none."),
          field("Ports", PORTS, "Ports that can be reached from outside, with full."));

  private static final Fields TIMEOUTS =
      fields(
          "timeouts",
          field("ExecutionTimeout", WHOLE, "Seconds the task may run; 0 is for ever."),
          field("QueueTimeout", WHOLE, "Seconds it may wait for room; 0 is for ever."),
          field("TotalTimeout", WHOLE, "Seconds for all of it; 0 is for ever."));

  private static final Fields RESOURCES =
      fields(
          "resources",
          needed("CPU", TEXT, "Processors, 0.1 to 128."),
          needed("Memory", TEXT, "A number and B, KB, MB, GB or TB; 1MB or more."),
          field("Disk", TEXT, "A number and B, KB, MB, GB or TB; 10MB or more."),
          field("GPU", TEXT, "A whole number."));

  static final Fields TASK =
      new Fields(
          "a task",
          List.of(
              needed("Name", TEXT, "Letters, digits, `-` and `_`."),
              needed("Engine", ENGINE, "What runs."),
              needed("Resources", RESOURCES, "What it needs, and may not exceed."),
              field("InputSources", new ListOf(INPUT), "What it finds."),
              field("ResultPaths", new ListOf(RESULT), "What it leaves."),
              field("Publisher", PUBLISHER, "Where results go."),
              field("Network", NETWORK, "What it may reach; nothing if not given."),
              field("Timeouts", TIMEOUTS, "How long it may take."),
              field("Env", TEXT_MAP, "Variables of the program."),
              field("Meta", TEXT_MAP, "For whoever reads it.")),
          List.<String>of(),
          List.<String>of(),
          false,
          List.of(
              new Elsewhere("Inputs", "that is `InputSources`"),
              new Elsewhere("Outputs", "that is `ResultPaths`"),
              new Elsewhere("ResourcesConfig", "that is `Resources`"),
              new Elsewhere("Annotations", "a task has `Meta`, a job has `Labels`"),
              new Elsewhere(
                  "EnvironmentVariables", "a task has `Env`, its engine's `Params` have these")));
}
