package waybill.backends.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import waybill.images.archive.ArchiveLimits;
import waybill.images.store.LayerStore;
import waybill.images.unpack.ArchiveSource;
import waybill.images.unpack.EntryRules;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.LayerUnpack;
import waybill.model.task.Layer;

/** An archive that a test made, and the layer it becomes. */
record TarFile(Path path) implements ArchiveSource {
  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }

  @Override
  public Optional<String> digest() {
    return Optional.empty();
  }

  @Override
  public Optional<String> diffId() {
    return Optional.empty();
  }

  /** Unpacks it as a layer of an image. */
  Layer install(Path launcher, LayerStore store, LocalSettings.Granted granted) {
    return new LayerUnpack(
            store,
            LocalSettings.unpacker(launcher, granted),
            Hashing.inJava(),
            ArchiveLimits.DEFAULT,
            EntryRules.IMAGE)
        .install(this, granted.ids());
  }
}
