package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.dialects.maelstrom.written.EnvironmentReader.Environment;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.model.document.Span;
import waybill.model.task.Network;

/**
 * The fields of the job that is being read. The rules between fields are checked when a field
 * comes, against those that came before it, which is why the order of the fields matters: that is
 * the language. Of a repeated field the last one counts, where no rule forbids it.
 */
final class JobFields {
  /** All names, in the order in which a message lists them. */
  private static final List<String> NAMES =
      List.of(
          "program",
          "arguments",
          "environment",
          "layers",
          "added_layers",
          "mounts",
          "network",
          "enable_writable_file_system",
          "working_directory",
          "user",
          "group",
          "image",
          "timeout");

  static final Words<Network> NETWORKS = new Words<>(Network.values(), JobFields::networkWord);

  private final JsonStream in;
  private Optional<String> program = Optional.empty();
  private List<String> arguments = List.of();
  private Optional<Environment> environment = Optional.empty();
  private Optional<WrittenImage> image = Optional.empty();
  private final EnumSet<Use> used = EnumSet.noneOf(Use.class);
  private Optional<WrittenLayers> layers = Optional.empty();
  private List<WrittenMount> mounts = List.of();
  private Optional<Network> network = Optional.empty();
  private Optional<Boolean> writable = Optional.empty();
  private Optional<String> directory = Optional.empty();
  private OptionalLong user = OptionalLong.empty();
  private OptionalLong group = OptionalLong.empty();
  private OptionalLong timeout = OptionalLong.empty();

  JobFields(JsonStream in) {
    this.in = in;
  }

  /** Reads all fields of the object. */
  void read(JsonStream.Members members) throws IOException, SpecTextException {
    while (members.next()) {
      field(members);
    }
    if (program.isEmpty() || layers.isEmpty()) {
      throw Mismatch.missingField(program.isEmpty() ? "program" : "layers", members.brace());
    }
  }

  /** The job, after {@link #read}. */
  WrittenJob job(Span span) {
    return new WrittenJob(
        SpecVersion.ORIGINAL,
        span,
        program.orElseThrow(),
        arguments,
        environment.map(Environment::elements).orElse(List.of()),
        image,
        layers.orElseThrow(),
        mounts,
        network,
        writable,
        directory,
        user,
        group,
        timeout,
        0);
  }

  private void field(JsonStream.Members members) throws IOException, SpecTextException {
    Span key = members.keySpan();
    String name = members.key();
    checkBeforeValue(name, key);
    members.colon();
    switch (name) {
      case "program" -> program = Optional.of(path());
      case "arguments" -> arguments = in.list("a sequence", () -> in.string("a string").value());
      case "environment" -> environment(key);
      case "layers" -> ownLayers(key);
      case "added_layers" -> layers = Optional.of(new WrittenLayers.OfImage(layerList()));
      case "mounts" -> mounts();
      case "network" -> network = Optional.of(in.word(NETWORKS));
      case "enable_writable_file_system" -> writable = Optional.of(in.bool());
      case "working_directory" -> directory = Optional.of(path());
      case "user" -> user = OptionalLong.of(in.u32());
      case "group" -> group = OptionalLong.of(in.u32());
      case "timeout" -> timeout = OptionalLong.of(in.u32());
      default -> image(key);
    }
  }

  private void checkBeforeValue(String name, Span key) throws SpecTextException {
    if (!NAMES.contains(name)) {
      throw JobProblems.unknownField(name, NAMES, key);
    }
    if (name.equals("layers") && layers.isPresent()) {
      throw JobProblems.layersBesideImage(key);
    }
    if (name.equals("working_directory") && hasDirectory()) {
      throw JobProblems.directoryBesideImage(key);
    }
    if (name.equals("added_layers")) {
      if (layers.isEmpty()) {
        throw JobProblems.addedLayersWithoutImage(key);
      }
      if (layers.get() instanceof WrittenLayers.Own) {
        throw JobProblems.addedLayersBesideLayers(key);
      }
    }
  }

  private void environment(Span key) throws IOException, SpecTextException {
    Environment read = EnvironmentReader.read(in);
    environment = Optional.of(read);
    if (used.contains(Use.ENVIRONMENT) && !read.saysExtend()) {
      throw JobProblems.environmentWithoutExtend(key);
    }
  }

  private void mounts() throws IOException, SpecTextException {
    MountReader reader = new MountReader(TreeFields::checkPath);
    mounts = in.list("a sequence", () -> reader.read(in));
  }

  private void ownLayers(Span key) throws IOException, SpecTextException {
    List<WrittenLayer> own = layerList();
    if (own.isEmpty()) {
      throw JobProblems.layersEmpty(key);
    }
    layers = Optional.of(new WrittenLayers.Own(own));
  }

  private void image(Span key) throws IOException, SpecTextException {
    WrittenImage read = ImageReader.read(in);
    if (read.uses(Use.LAYERS)) {
      if (layers.isPresent()) {
        throw JobProblems.imageBesideLayers(key);
      }
      layers = Optional.of(new WrittenLayers.OfImage(List.of()));
    }
    if (read.uses(Use.ENVIRONMENT) && environment.isPresent() && !environment.get().saysExtend()) {
      throw JobProblems.imageBesideEnvironment(key);
    }
    if (read.uses(Use.WORKING_DIRECTORY) && hasDirectory()) {
      throw JobProblems.imageBesideDirectory(key);
    }
    // Of a repeated image the last name counts, but what was used of an earlier one stays used.
    used.addAll(read.use());
    image = Optional.of(new WrittenImage(read.name(), read.nameSpan(), used));
  }

  private boolean hasDirectory() {
    return directory.isPresent() || used.contains(Use.WORKING_DIRECTORY);
  }

  private List<WrittenLayer> layerList() throws IOException, SpecTextException {
    return in.list("a sequence", () -> LayerReader.read(in));
  }

  private static String networkWord(Network network) {
    return switch (network) {
      case DISABLED -> "disabled";
      case LOOPBACK -> "loopback";
      case HOST -> "local";
    };
  }

  private String path() throws IOException, SpecTextException {
    return in.string("path string").value();
  }
}
