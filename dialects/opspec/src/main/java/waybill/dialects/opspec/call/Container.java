package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A container with all of its expressions evaluated.
 *
 * @param image what to run it in
 * @param command overrides entry point and command of the image; empty for the image's own
 * @param environment over that of the image
 * @param workDir absolute, overrides that of the image; made when it is not there
 * @param mounts in the order in which they are attached: a path inside another one comes later
 */
public record Container(
    ContainerImage image,
    List<String> command,
    SequencedMap<String, String> environment,
    Optional<String> workDir,
    List<ContainerMount> mounts) {
  public Container {
    command = List.copyOf(command);
    environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
    mounts = List.copyOf(mounts);
  }

  /** Where an image comes from. */
  public sealed interface ContainerImage {

    /** For people. */
    String text();

    /**
     * A name in a registry, or with one of the prefixes that Waybill knows.
     *
     * @param architecture in the words of Go's build system, where the author wants one
     * @param directory where relative paths behind such a prefix begin
     */
    record Named(String reference, Optional<String> architecture, Path directory)
        implements ContainerImage {
      @Override
      public String text() {
        return reference;
      }
    }

    /** A folder with an OCI layout. */
    record Layout(Path folder) implements ContainerImage {
      @Override
      public String text() {
        return folder.toString();
      }
    }
  }

  /** Something of the host, writable, at an absolute path of the container. */
  public record ContainerMount(String target, Kind kind, Path source) {}

  /** What is mounted. */
  public enum Kind {
    DIR,
    FILE,
    SOCKET
  }
}
