package waybill.backends.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.images.store.LayerStore;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Root;
import waybill.model.task.Task;
import waybill.sandbox.RootFolders;
import waybill.sandbox.Step;

/** Finds the folders of a root's layers. Safe for all threads. */
final class RootPreparer {
  private final Supplier<LayerStore> store;
  private volatile @Nullable RootFolders hostPrograms;

  RootPreparer(Supplier<LayerStore> store) {
    this.store = store;
  }

  RootFolders prepare(Task task) {
    Root root = task.root();
    List<Step.File> files =
        task.network() == Network.HOST && hasContainerSystem(task) ? HostNames.read() : List.of();
    var layers = new ArrayList<Path>(root.layers().size());
    var ofRange = new ArrayList<Path>(0);
    List<Step.Bind> binds = List.of();
    for (Layer layer : root.layers()) {
      switch (layer) {
        case Layer.Stored stored -> {
          Path folder = store.get().folder(stored.digest(), stored.ids());
          layers.add(folder);
          if (stored.ids() == Ids.RANGE) {
            ofRange.add(folder);
          }
        }
        case Layer.Folder folder -> layers.add(folder.path());
        case Layer.HostPrograms ignored -> {
          RootFolders host = hostPrograms();
          layers.addAll(host.layers());
          binds = host.binds();
        }
      }
    }
    return new RootFolders(layers, ofRange, binds, files);
  }

  private static boolean hasContainerSystem(Task task) {
    for (Mount mount : task.mounts()) {
      if (mount instanceof Mount.ContainerSystem) {
        return true;
      }
    }
    return false;
  }

  /** Looked up once: what the host has installed does not change its place while we run. */
  private RootFolders hostPrograms() {
    RootFolders known = hostPrograms;
    if (known == null) {
      known = HostPrograms.prepare(store.get());
      hostPrograms = known;
    }
    return known;
  }
}
