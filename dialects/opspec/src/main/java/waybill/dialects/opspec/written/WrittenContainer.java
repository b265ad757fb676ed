package waybill.dialects.opspec.written;

import java.util.List;
import java.util.Optional;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenCall.WrittenCredentials;
import waybill.model.document.Span;
import waybill.model.document.SpecValue;

/**
 * A container. Paths of {@code dirs}, {@code files} and {@code sockets} are absolute and have been
 * checked; everything else stands as it was written.
 *
 * @param imageRef expression
 * @param platformArchitecture expression
 * @param command expression of an array
 * @param environment mapping, or reference to an object
 * @param ports container port or range to host port or range
 */
public record WrittenContainer(
    SpecValue imageRef,
    Optional<SpecValue> platformArchitecture,
    Optional<WrittenCredentials> pullCredentials,
    Optional<SpecValue> command,
    List<Binding> dirs,
    List<Binding> files,
    List<Binding> sockets,
    Optional<SpecValue> environment,
    Optional<SpecValue> name,
    List<Binding> ports,
    Optional<SpecValue> workDir,
    Span imageSpan) {
  public WrittenContainer {
    dirs = List.copyOf(dirs);
    files = List.copyOf(files);
    sockets = List.copyOf(sockets);
    ports = List.copyOf(ports);
  }
}
