package waybill.app.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.FailurePrinter;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.cli.Table;
import waybill.cli.TransferText;
import waybill.images.image.Image;
import waybill.images.image.ImageDetails;
import waybill.images.image.ImageSummary;
import waybill.images.image.Images;
import waybill.images.image.TagPins;
import waybill.images.reference.ImageName;
import waybill.images.source.ImageContents;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;

/** {@code waybill image}: the images that are here, and those that are to come here. */
public final class ImageVerb {
  private static final int SIGINT = 2;

  private final Stock stock;

  /** Where the images are. */
  public interface Stock {
    /** To be closed by whoever asked. */
    Images images(Invocation invocation);

    /** Removes what was longest unused, if there is too much now. */
    void makeRoom(Invocation invocation);
  }

  public ImageVerb(Stock stock) {
    this.stock = stock;
  }

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.group("image");
    spec.usageMessage().description("Gets, lists, shows and removes container images.");
    CommandLines.examples(
        spec,
        "waybill image pull ubuntu:24.04       get an image, or what its tag means now",
        "waybill image list                    see what is here",
        "waybill image show oci:my-layout      look into one");
    spec.addSubcommand("pull", pull());
    spec.addSubcommand("list", list());
    spec.addSubcommand("show", show());
    spec.addSubcommand("rm", remove());
    return spec;
  }

  private CommandSpec pull() {
    CommandSpec spec = CommandLines.command("pull", this::pull);
    spec.usageMessage()
        .description("Gets images and unpacks them; a tag is asked for at its registry again.");
    CommandLines.examples(spec, "waybill image pull alpine docker://quay.io/podman/hello");
    names(spec);
    spec.addOption(
        OptionSpec.builder("--ids")
            .paramLabel("KIND")
            .type(String.class)
            .completionCandidates(List.of("single", "range"))
            .description(
                "For tasks in which there is a single user (the default), or a range of users whose"
                    + " files keep their owners.")
            .build());
    quiet(spec);
    return spec;
  }

  private static void quiet(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("-q", "--quiet")
            .type(boolean.class)
            .description("Show no progress.")
            .build());
  }

  private CommandSpec list() {
    CommandSpec spec = CommandLines.command("list", this::list);
    spec.usageMessage().description("Lists the images that are here.");
    CommandLines.examples(spec, "waybill image list -o json");
    Options.output(spec, "text, json");
    return spec;
  }

  private CommandSpec show() {
    CommandSpec spec = CommandLines.command("show", this::show);
    spec.usageMessage().description("Shows what an image holds and says.");
    CommandLines.examples(spec, "waybill image show ubuntu");
    names(spec);
    Options.output(spec, "text, json");
    return spec;
  }

  private CommandSpec remove() {
    CommandSpec spec = CommandLines.command("rm", this::remove);
    spec.usageMessage()
        .description(
            "Forgets images. Their layers go when room is needed, or by `waybill cache clean`.");
    CommandLines.examples(spec, "waybill image rm ubuntu:24.04");
    names(spec);
    return spec;
  }

  private static void names(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("1..*")
            .required(true)
            .paramLabel("IMAGE")
            .type(String[].class)
            .description(
                "As in `ubuntu:24.04`, `docker://ghcr.io/owner/name`, `oci:FOLDER`,"
                    + " `oci-archive:FILE` or `docker-archive:FILE`.")
            .build());
  }

  private static List<ImageName> names(ParseResult options) {
    var names = new ArrayList<ImageName>();
    for (String name : options.matchedPositionalValue(0, new String[0])) {
      names.add(ImageName.parse(isBare(name) ? "docker://" + name : name));
    }
    return names;
  }

  /** A name as other tools take it, of a registry: no scheme of ours before it. */
  private static boolean isBare(String name) {
    for (String scheme :
        List.of("docker://", "oci:", "oci-archive:", "docker-archive:", "dir:", "host:")) {
      if (name.startsWith(scheme)) {
        return false;
      }
    }
    return true;
  }

  private Exit pull(ParseResult options, Invocation invocation) {
    List<ImageName> names = names(options);
    requireToBeGot(options, names);
    Ids ids = ids(options);
    var view = new PullView(invocation.terminal().unicode());
    ProgressMode mode =
        options.hasMatchedOption("--quiet")
            ? ProgressMode.OFF
            : ProgressMode.suiting(invocation.terminal(), invocation.environment());
    try (Images images = stock.images(invocation);
        ProgressArea progress = ProgressArea.open(mode, invocation, view);
        var _ = invocation.interrupts().onInterrupt(interrupter())) {
      for (ImageName name : names) {
        Image image = images.pull(name, ids, invocation.directory(), TagPins.NONE, view);
        progress.above(() -> told(invocation, image));
      }
      stock.makeRoom(invocation);
      return Exit.OK;
    } catch (InterruptedException e) {
      return new Exit.BySignal(SIGINT);
    }
  }

  /** What lies on this machine as it is used has no digest to tell. */
  private static void requireToBeGot(ParseResult options, List<ImageName> names) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i) instanceof ImageName.Folder
          || names.get(i) instanceof ImageName.HostPrograms) {
        throw Failure.of(
                FailureCode.COMMAND_LINE,
                "there is nothing to get for `" + written(options, i) + "`")
            .withHelp("it is on this machine, and is used as it is")
            .asException();
      }
    }
  }

  private static java.util.function.IntConsumer interrupter() {
    Thread waiting = Thread.currentThread();
    return signal -> waiting.interrupt();
  }

  private static boolean told(Invocation invocation, Image image) {
    invocation.out().print(image.digest() + "\n");
    invocation.out().flush();
    return true;
  }

  private static Ids ids(ParseResult options) {
    String word = options.matchedOptionValue("--ids", "single");
    return switch (word) {
      case "single" -> Ids.SINGLE;
      case "range" -> Ids.RANGE;
      default -> // any text can be typed
          throw Failure.of(FailureCode.COMMAND_LINE, "`--ids` cannot be `" + word + "`")
              .withHelp("it is single or range")
              .asException();
    };
  }

  private Exit list(ParseResult options, Invocation invocation) {
    boolean json = Options.output(options, false) == Options.Output.JSON;
    List<ImageSummary> summaries;
    try (Images images = stock.images(invocation)) {
      summaries = images.list();
    }
    if (json) {
      JsonDocument.print(
          invocation.out(),
          out -> {
            out.writeArrayPropertyStart("images");
            for (ImageSummary summary : summaries) {
              out.writeStartObject();
              write(out, summary);
              out.writeEndObject();
            }
            out.writeEndArray();
          });
      return Exit.OK;
    }
    var table = new Table("IMAGE", "DIGEST", "LAYERS", "SIZE", "SINCE");
    for (ImageSummary summary : summaries) {
      table.row(
          summary.name(),
          shortened(summary.digest()),
          Integer.toString(summary.layers()),
          TransferText.bytes(summary.bytes()),
          summary.since().toString().substring(0, "2026-11-21T10:00".length()).replace('T', ' '));
    }
    table.print(invocation.out());
    return Exit.OK;
  }

  private static String shortened(String digest) {
    int digits = digest.indexOf(':') + 1;
    return digest.substring(digits, Math.min(digest.length(), digits + 12));
  }

  private static void write(JsonGenerator out, ImageSummary summary) {
    out.writeStringProperty("name", summary.name());
    out.writeStringProperty("digest", summary.digest());
    out.writeNumberProperty("layers", summary.layers());
    out.writeNumberProperty("bytes", summary.bytes());
    out.writeStringProperty("since", summary.since().toString());
  }

  private Exit show(ParseResult options, Invocation invocation) {
    boolean json = Options.output(options, false) == Options.Output.JSON;
    List<ImageName> names = names(options);
    var found = new ArrayList<ImageDetails>();
    try (Images images = stock.images(invocation)) {
      for (ImageName name : names) {
        Optional<ImageDetails> details = images.show(name, invocation.directory());
        if (details.isEmpty()) {
          int index = names.indexOf(name);
          throw absent(options, index)
              .withHelp("get it with `waybill image pull " + written(options, index) + "`")
              .asException();
        }
        found.add(details.get());
      }
    }
    for (ImageDetails details : found) {
      if (json) {
        JsonDocument.print(invocation.out(), out -> write(out, details));
      } else {
        print(invocation, details);
      }
    }
    return Exit.OK;
  }

  private static Failure absent(ParseResult options, int index) {
    return Failure.of(
        FailureCode.INPUT_MISSING, "the image " + written(options, index) + " is not here");
  }

  private static String written(ParseResult options, int index) {
    return options.matchedPositionalValue(0, new String[0])[index];
  }

  private static void write(JsonGenerator out, ImageDetails details) {
    ImageContents contents = details.contents();
    write(out, details.summary());
    strings(out, "names", details.names());
    out.writeStringProperty("manifest", contents.digest());
    out.writeStringProperty("config", contents.configDigest());
    out.writeNumberProperty("unpackedForSingle", details.unpackedLayers().single());
    out.writeNumberProperty("unpackedForRange", details.unpackedLayers().range());
    strings(out, "environment", contents.config().environment());
    contents
        .config()
        .workingDirectory()
        .ifPresent(folder -> out.writeStringProperty("workingDirectory", folder));
    strings(out, "entrypoint", contents.config().entrypoint());
    strings(out, "command", contents.config().command());
    contents.config().user().ifPresent(user -> out.writeStringProperty("user", user));
    out.writeArrayPropertyStart("layerDigests");
    contents.layers().forEach(layer -> out.writeString(layer.diffId()));
    out.writeEndArray();
  }

  private static void strings(JsonGenerator out, String name, List<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  private static void print(Invocation invocation, ImageDetails details) {
    ImageContents contents = details.contents();
    var table = new Table("image", details.summary().name());
    details.names().forEach(name -> table.row("name", name));
    table.row("digest", details.summary().digest());
    table.row("manifest", contents.digest());
    contents.config().environment().forEach(variable -> table.row("environment", variable));
    contents.config().workingDirectory().ifPresent(folder -> table.row("cwd", folder));
    contents.config().user().ifPresent(user -> table.row("user", user));
    if (!contents.config().entrypoint().isEmpty()) {
      table.row("entrypoint", String.join(" ", contents.config().entrypoint()));
    }
    if (!contents.config().command().isEmpty()) {
      table.row("command", String.join(" ", contents.config().command()));
    }
    contents
        .layers()
        .forEach(
            layer -> table.row("layer", layer.diffId() + "  " + TransferText.bytes(layer.size())));
    table.row(
        "unpacked",
        "%d of %d for a single user, %d for a range"
            .formatted(
                details.unpackedLayers().single(),
                contents.layers().size(),
                details.unpackedLayers().range()));
    table.print(invocation.out());
  }

  /** All that are here are removed, and all that are not are told. */
  private Exit remove(ParseResult options, Invocation invocation) {
    Exit exit = Exit.OK;
    List<ImageName> names = names(options);
    try (Images images = stock.images(invocation)) {
      for (int i = 0; i < names.size(); i++) {
        if (!images.remove(names.get(i), invocation.directory())) {
          Failure absent = absent(options, i).withHelp("`waybill image list` says what is here");
          new FailurePrinter(invocation.err(), invocation.terminal()).print(absent);
          exit = Exit.of(absent.code());
        }
      }
    }
    invocation.err().flush();
    return exit;
  }
}
