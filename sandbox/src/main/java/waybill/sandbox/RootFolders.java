package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a task's root comes from on this host.
 *
 * @param layers folders, lowest first; at least one
 * @param binds attached right after the root, before the task's own mounts
 */
public record RootFolders(List<Path> layers, List<Step.Bind> binds) {
  public RootFolders {
    layers = List.copyOf(layers);
    binds = List.copyOf(binds);
  }
}
