package waybill.backends.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A graphics processor of this machine and what a task gets with it.
 *
 * @param name of its file's kind and its own, {@code vendor.com/gpu=0}
 * @param devices in the order of the file; at least one, the processor's own ones first
 * @param mounts files and folders of the host that its programs need; given read-only
 * @param environment set for the program, over its own
 */
public record Gpu(
    String name, List<Place> devices, List<Place> mounts, Map<String, String> environment) {
  public Gpu {
    devices = List.copyOf(devices);
    mounts = List.copyOf(mounts);
    environment = Map.copyOf(environment);
  }

  /**
   * Something of the host and where a task sees it.
   *
   * @param source absolute
   * @param target absolute, without {@code .} and {@code ..}
   */
  public record Place(Path source, String target) {}
}
