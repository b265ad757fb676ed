package waybill.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waybill.app.settings.RegistriesFile;
import waybill.backends.local.LocalSettings;
import waybill.backends.local.LocalUnpacker;
import waybill.files.Folders;
import waybill.images.archive.ArchiveLimits;
import waybill.images.image.Images;
import waybill.images.image.StoreShelf;
import waybill.images.registry.CredentialFiles;
import waybill.images.registry.ProxyVariables;
import waybill.images.registry.RegistrySettings;
import waybill.images.registry.RegistrySettings.Certificates;
import waybill.images.store.CacheCleaner;
import waybill.images.store.LayerStore;
import waybill.images.unpack.ArchiveSource;
import waybill.images.unpack.EntryRules;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.LayerInstaller;
import waybill.images.unpack.LayerUnpack;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/**
 * Images and archives on this machine. Nothing is opened or loaded before it is wanted. Safe for
 * all threads.
 */
final class LocalImages {
  private final Path cache;
  private final Supplier<LayerStore> store;
  private final Folders folders;
  private final Map<String, String> environment;
  private final Certificates certificates;
  private @Nullable Images opened;

  /**
   * @param cache the folder that the store is opened in
   */
  LocalImages(
      Path cache,
      Supplier<LayerStore> store,
      Folders folders,
      Map<String, String> environment,
      Certificates certificates) {
    this.cache = cache;
    this.store = store;
    this.folders = folders;
    this.environment = environment;
    this.certificates = certificates;
  }

  /** The images, opened once. */
  synchronized Images images() {
    Images known = opened;
    if (known == null) {
      known =
          new Images(
              cache,
              new Installer(EntryRules.IMAGE),
              new StoreShelf(store.get()),
              hashing(),
              new Registries(),
              new CredentialFiles(environment));
      opened = known;
    }
    return known;
  }

  /** What makes layers of archives that an author names. */
  LayerInstaller archives() {
    return new Installer(EntryRules.PLAIN);
  }

  private static Hashing hashing() {
    return LocalSettings.hashing(Installation.current().launcher());
  }

  private static LocalUnpacker unpacker() {
    return LocalSettings.unpacker(
        Installation.current().launcher(), LocalSettings.grant(Ids.RANGE));
  }

  /** What makes room in the cache. */
  CacheCleaner cleaner() {
    return new CacheCleaner(cache, store.get(), unpacker());
  }

  /** Made ready for the first layer that is missing: mostly there is none. */
  private final class Installer implements LayerInstaller {
    private final EntryRules rules;

    Installer(EntryRules rules) {
      this.rules = rules;
    }

    @Override
    public Layer.Stored install(ArchiveSource source, Ids ids) {
      return new LayerUnpack(store.get(), unpacker(), hashing(), ArchiveLimits.DEFAULT, rules)
          .install(source, ids);
    }
  }

  /** Read when a registry is asked; a class and no lambda, because the first lambda costs 4 ms. */
  private final class Registries implements Supplier<RegistrySettings> {
    @Override
    public RegistrySettings get() {
      RegistrySettings configured = RegistriesFile.read(folders.config());
      return configured
          .with(certificates)
          .with(configured.files().withFoldersOf(environment))
          .with(new ProxyVariables(environment));
    }
  }
}
