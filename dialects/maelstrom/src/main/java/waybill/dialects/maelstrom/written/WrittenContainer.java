package waybill.dialects.maelstrom.written;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.model.task.Network;

/**
 * What a container says of itself. Of a field and its {@code added_} twin only one can be there;
 * which it was shows in what is used of the parent.
 */
record WrittenContainer(
    Optional<WrittenParent> parent,
    List<WrittenLayer> layers,
    List<EnvironmentElement> environment,
    Optional<String> workingDirectory,
    Optional<Boolean> enableWritableFileSystem,
    List<WrittenMount> mounts,
    Optional<Network> network,
    OptionalLong user,
    OptionalLong group) {

  WrittenContainer {
    layers = List.copyOf(layers);
    environment = List.copyOf(environment);
    mounts = List.copyOf(mounts);
  }
}
