package waybill.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.app.verb.CacheVerb;
import waybill.app.verb.ImageVerb;
import waybill.app.verb.Workshop;
import waybill.backends.local.LocalBackend;
import waybill.backends.local.LocalSettings;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.command.RunSettings;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.dialects.maelstrom.run.Workplace;
import waybill.dialects.maelstrom.tags.LockedTags;
import waybill.dialects.maelstrom.tags.TagLockFile;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.event.EventSink;
import waybill.files.Folders;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.image.Images;
import waybill.images.image.TagPins;
import waybill.images.layer.LayerBuilder;
import waybill.images.reference.ImageName;
import waybill.images.registry.RegistrySettings.Certificates;
import waybill.images.store.CacheCleaner;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Streams;
import waybill.sandbox.LauncherSettings;

/** Puts the parts together, by hand: to see who gets what, read this file. */
final class Wiring {
  private static final int MAX_WORKERS = 64;

  /** Bytes of each output stream that our own verbs keep of a job. */
  private static final long KEPT_OUTPUT = 16 << 20;

  /** How large the cache may become where nobody said it: images are in it, too. */
  static final long CACHE_BYTES = 20_000_000_000L;

  private final Folders folders;
  private final Path directory;
  private final Map<String, String> environment;

  Wiring(Invocation invocation) {
    this.environment = invocation.environment();
    this.folders = new Folders(environment);
    this.directory = invocation.directory();
  }

  /** What our own verbs get. */
  static final class Shop implements Workshop, ImageVerb.Stock, CacheVerb.Stock {
    @Override
    public Images images(Invocation invocation) {
      return new Wiring(invocation).ownImages().images();
    }

    @Override
    public void makeRoom(Invocation invocation) {
      var _ = cleaner(invocation).downTo(CACHE_BYTES);
    }

    @Override
    public CacheCleaner cleaner(Invocation invocation) {
      return new Wiring(invocation).ownImages().cleaner();
    }

    @Override
    public Workplace workplace(
        Invocation invocation, int slots, EventSink events, Optional<Preparations> news) {
      var wiring = new Wiring(invocation);
      return wiring.workplace(
          wiring.folders.cache(),
          CACHE_BYTES,
          Certificates.CHECKED,
          new Streams.Captured(KEPT_OUTPUT),
          slots,
          events,
          news);
    }

    @Override
    public TaskMaker taskMaker(Invocation invocation) {
      var wiring = new Wiring(invocation);
      var store = new StoreOnDemand(wiring.folders.cache());
      return wiring.taskMaker(
          store,
          wiring.images(store, Certificates.CHECKED),
          new Streams.Captured(KEPT_OUTPUT),
          Optional.empty());
    }
  }

  /** For {@code maelstrom-run}. */
  Workplace workplace(RunSettings settings, Streams streams, Optional<Preparations> news) {
    return workplace(
        settings.cacheRoot().orElseGet(folders::cache),
        settings.cacheSize(),
        settings.acceptAnyCertificate() ? Certificates.ANY : Certificates.CHECKED,
        streams,
        settings.slots(),
        EventSink.NONE,
        news);
  }

  private Workplace workplace(
      Path cache,
      long cacheBytes,
      Certificates certificates,
      Streams streams,
      int slots,
      EventSink events,
      Optional<Preparations> news) {
    var store = new StoreOnDemand(cache);
    LocalImages images = images(store, certificates);
    LocalBackend backend = backend(store, slots);
    backend.warmUp(); // the launcher gets ready while layers are looked up
    var engine = new Engine(backend, events, EngineClock.SYSTEM, slots, folders.spool());
    boolean whole = false;
    try {
      var workplace =
          new Workplace(
              taskMaker(store, images, streams, news),
              engine,
              new RoomMaker(store, images, cacheBytes));
      whole = true;
      return workplace;
    } finally {
      if (!whole) {
        engine.close();
      }
    }
  }

  private TaskMaker taskMaker(
      StoreOnDemand store, LocalImages images, Streams streams, Optional<Preparations> news) {
    var layers = new LayerBuilder(store.get(), directory, new Archives(images));
    return new TaskMaker(
        directory, environment, new LocalStock(layers, new ProjectImages(images)), streams, news);
  }

  private LocalImages ownImages() {
    return images(new StoreOnDemand(folders.cache()), Certificates.CHECKED);
  }

  private LocalImages images(StoreOnDemand store, Certificates certificates) {
    return new LocalImages(store.cache(), store, folders, environment, certificates);
  }

  /** A class and no method reference, because the first of those costs a fresh JVM 4 ms. */
  private record Archives(LocalImages images) implements Supplier<LayerInstaller> {
    @Override
    public LayerInstaller get() {
      return images.archives();
    }
  }

  /** Images as the jobs of a project name them: paths and pinned tags are the project's. */
  private final class ProjectImages implements LocalStock.ImageSupply {
    private final LocalImages images;
    private @Nullable TagPins tags;

    ProjectImages(LocalImages images) {
      this.images = images;
    }

    @Override
    public Image find(ImageName name, ImageProgress progress) throws InterruptedException {
      return images.images().find(name, Ids.SINGLE, directory, tags(), progress);
    }

    private synchronized TagPins tags() {
      TagPins known = tags;
      if (known == null) {
        known = new LockedTags(new TagLockFile(directory, folders.runtime()));
        tags = known;
      }
      return known;
    }
  }

  /** Keeps the cache below its size, if this process has put something into it. */
  record RoomMaker(StoreOnDemand store, LocalImages images, long bytes) implements Runnable {
    @Override
    public void run() {
      if (store.isOpen() && store.get().hasGrown()) {
        try {
          var _ = images.cleaner().downTo(bytes);
        } catch (FailureException tooLarge) {
          return; // no job suffers from it, and whoever grows the cache next tries again
        }
      }
    }
  }

  private LocalBackend backend(StoreOnDemand store, int slots) {
    return new LocalBackend(
        new LocalSettings(
            launcherSettings(slots), store, List.of(real(folders.runtime()), real(store.cache()))));
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

  static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder; // then nothing can be in it yet, and its name is as good as any
    }
  }
}
