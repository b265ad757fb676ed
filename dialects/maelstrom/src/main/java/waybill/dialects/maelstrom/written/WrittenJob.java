package waybill.dialects.maelstrom.written;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.model.document.Span;
import waybill.model.task.Network;

/**
 * One job as its author wrote it. The field rules hold: what must be there is there, and what
 * excludes each other is not together.
 *
 * @param span of the whole object
 * @param environment elements in written order; the map form is one element that does not extend
 * @param layers whose layers, and which
 * @param timeoutSeconds 0 means none
 */
public record WrittenJob(
    Span span,
    String program,
    List<String> arguments,
    List<EnvironmentElement> environment,
    Optional<WrittenImage> image,
    WrittenLayers layers,
    List<WrittenMount> mounts,
    Optional<Network> network,
    Optional<Boolean> enableWritableFileSystem,
    Optional<String> workingDirectory,
    OptionalLong user,
    OptionalLong group,
    OptionalLong timeoutSeconds) {

  public WrittenJob {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    mounts = List.copyOf(mounts);
  }

  /** The same job running something else, as the command line may ask for. */
  public WrittenJob withProgram(String otherProgram, List<String> otherArguments) {
    return new WrittenJob(
        span,
        otherProgram,
        otherArguments,
        environment,
        image,
        layers,
        mounts,
        network,
        enableWritableFileSystem,
        workingDirectory,
        user,
        group,
        timeoutSeconds);
  }
}
