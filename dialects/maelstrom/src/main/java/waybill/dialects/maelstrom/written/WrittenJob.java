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
 * @param version of the language, which decides what an image without some part means
 * @param span of the whole object
 * @param environment elements in written order; the map form is one element that does not extend
 * @param layers whose layers, and which
 * @param timeoutSeconds 0 means none
 * @param priority of two that wait the higher one goes first; always 0 in version 0.10
 */
public record WrittenJob(
    SpecVersion version,
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
    OptionalLong timeoutSeconds,
    int priority)
    implements Job {

  public WrittenJob {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    mounts = List.copyOf(mounts);
  }

  @Override
  public WrittenJob whole() {
    return this;
  }

  @Override
  public WrittenJob withProgram(String otherProgram, List<String> otherArguments) {
    return new WrittenJob(
        version,
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
        timeoutSeconds,
        priority);
  }
}
