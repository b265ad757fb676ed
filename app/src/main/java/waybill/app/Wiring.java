package waybill.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.app.verb.Workshop;
import waybill.backends.local.LocalBackend;
import waybill.backends.local.LocalSettings;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.command.RunSettings;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.event.EventSink;
import waybill.files.Folders;
import waybill.images.layer.LayerBuilder;
import waybill.images.store.LayerStore;
import waybill.model.task.Streams;
import waybill.sandbox.LauncherSettings;

/** Puts the parts together, by hand: to see who gets what, read this file. */
final class Wiring {
  private static final int MAX_WORKERS = 64;

  /** Bytes of each output stream that our own verbs keep of a job. */
  private static final long KEPT_OUTPUT = 16 << 20;

  private final Folders folders;
  private final Path directory;
  private final Map<String, String> environment;

  Wiring(Invocation invocation) {
    this.environment = invocation.environment();
    this.folders = new Folders(environment);
    this.directory = invocation.directory();
  }

  /** What our own verbs get. */
  static final class Shop implements Workshop {
    @Override
    public Workplace workplace(Invocation invocation, int slots, EventSink events) {
      var wiring = new Wiring(invocation);
      return wiring.workplace(
          wiring.folders.cache(),
          new Streams.Captured(KEPT_OUTPUT),
          slots,
          events,
          Optional.empty());
    }

    @Override
    public TaskMaker taskMaker(Invocation invocation) {
      var wiring = new Wiring(invocation);
      return wiring.taskMaker(
          new StoreOnDemand(wiring.folders.cache()),
          new Streams.Captured(KEPT_OUTPUT),
          Optional.empty());
    }
  }

  /** For {@code maelstrom-run}. */
  Workplace workplace(RunSettings settings, Streams streams, Optional<Preparations> news) {
    return workplace(
        settings.cacheRoot().orElseGet(folders::cache),
        streams,
        settings.slots(),
        EventSink.NONE,
        news);
  }

  private Workplace workplace(
      Path cache, Streams streams, int slots, EventSink events, Optional<Preparations> news) {
    var store = new StoreOnDemand(cache);
    LocalBackend backend = backend(store, slots);
    backend.warmUp(); // the launcher gets ready while layers are looked up
    var engine = new Engine(backend, events, EngineClock.SYSTEM, slots, folders.spool());
    boolean whole = false;
    try {
      var workplace = new Workplace(taskMaker(store, streams, news), engine);
      whole = true;
      return workplace;
    } finally {
      if (!whole) {
        engine.close();
      }
    }
  }

  private TaskMaker taskMaker(StoreOnDemand store, Streams streams, Optional<Preparations> news) {
    return new TaskMaker(
        directory,
        environment,
        new LocalStock(new LayerBuilder(store.get(), directory)),
        streams,
        news);
  }

  private LocalBackend backend(StoreOnDemand store, int slots) {
    return new LocalBackend(
        new LocalSettings(
            launcherSettings(slots), store, List.of(real(folders.runtime()), real(store.cache))));
  }

  /** How a launcher is started here, for so many tasks at a time. */
  LauncherSettings launcherSettings(int slots) {
    int workers = Math.min(Runtime.getRuntime().availableProcessors(), slots);
    return LocalSettings.launcher(
        Installation.current().launcher(), folders.runtime(), Math.min(workers, MAX_WORKERS));
  }

  Path cache() {
    return folders.cache();
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
