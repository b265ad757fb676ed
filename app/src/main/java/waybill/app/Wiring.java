package waybill.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.backends.local.LocalBackend;
import waybill.backends.local.LocalSettings;
import waybill.dialects.maelstrom.command.RunSettings;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.event.EventSink;
import waybill.files.Folders;
import waybill.images.layer.LayerBuilder;
import waybill.images.store.LayerStore;
import waybill.sandbox.LauncherSettings;

/** Puts the parts together, by hand: to see who gets what, read this file. */
final class Wiring {
  private static final int MAX_WORKERS = 64;

  private final Folders folders;
  private final Path directory;
  private final Map<String, String> environment;

  Wiring(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.folders = new Folders(environment);
    this.directory = directory;
  }

  /**
   * For a job stream: a store, an engine and this machine's sandbox, which begins to start at once.
   */
  Workplace workplace(RunSettings settings, EventSink events) {
    var store = new StoreOnDemand(settings.cacheRoot().orElseGet(folders::cache));
    LocalBackend backend = backend(store, settings.slots());
    backend.warmUp(); // the launcher gets ready while layers are looked up
    var engine = new Engine(backend, events, EngineClock.SYSTEM, settings.slots());
    var layers = new LayerBuilder(store.get(), directory);
    return new Workplace(
        new TaskMaker(directory, environment, layers, settings.inlineLimit()), engine);
  }

  private LocalBackend backend(StoreOnDemand store, int slots) {
    int workers = Math.min(Runtime.getRuntime().availableProcessors(), slots);
    return new LocalBackend(
        new LocalSettings(
            Installation.current().launcher(),
            folders.runtime(),
            store,
            List.of(real(folders.runtime()), real(store.cache)),
            Math.min(workers, MAX_WORKERS),
            LocalSettings.DEFAULT_IDS_BASE,
            LauncherSettings.Kernel.PROBED));
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder; // then nothing can be in it yet, and its name is as good as any
    }
  }

  /** Opens the store once, when somebody wants it. */
  private static final class StoreOnDemand implements Supplier<LayerStore> {
    private final Path cache;
    private @Nullable LayerStore opened;

    StoreOnDemand(Path cache) {
      this.cache = cache;
    }

    @Override
    public synchronized LayerStore get() {
      LayerStore store = opened;
      if (store == null) {
        store = LayerStore.open(cache);
        opened = store;
      }
      return store;
    }
  }
}
