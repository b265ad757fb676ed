package waybill.images.image;

import java.util.List;
import java.util.Optional;
import waybill.model.task.Layer;

/**
 * An image that is here, ready for tasks.
 *
 * @param digest of the manifest; empty for a folder or the machine's own programs, which have none
 * @param layers lowest first
 * @param environment {@code NAME=value}, as the image says it
 * @param entrypoint words of the program; empty for none
 * @param command words of its arguments, or of the program where there is no entry point
 * @param user as the image says it, for example {@code 1000:100} or {@code www-data}
 */
public record Image(
    String digest,
    List<Layer> layers,
    List<String> environment,
    Optional<String> workingDirectory,
    List<String> entrypoint,
    List<String> command,
    Optional<String> user) {
  public Image {
    layers = List.copyOf(layers);
    environment = List.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
  }
}
