package waybill.images.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;
import waybill.images.source.DockerArchive;
import waybill.images.source.ImageContents;
import waybill.images.source.ImageLayer;
import waybill.images.source.ImageSource;
import waybill.images.source.OciLayout;
import waybill.images.source.SourceFailures;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** The long way of an image: finds out what it consists of, gets what is missing, and notes it. */
final class ImageFetch {

  /** Layers of all images that are got or unpacked at once. */
  private static final int AT_ONCE = 4;

  private final Platform platform;
  private final LayerInstaller installer;
  private final LayerShelf shelf;
  private final ImageRecords records;
  private final RegistrySource.Network network;
  private final BlobStore blobs;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  ImageFetch(
      BlobStore blobs,
      Platform platform,
      LayerInstaller installer,
      LayerShelf shelf,
      ImageRecords records,
      RegistrySource.Network network) {
    this.platform = platform;
    this.installer = installer;
    this.shelf = shelf;
    this.records = records;
    this.network = network;
    this.blobs = blobs;
  }

  /**
   * An image, which is here then.
   *
   * @param root what the name leads to, where that is known; else it is found out
   */
  Image fetch(
      ImagePlace place, Optional<String> root, Ids ids, TagPins pins, ImageProgress progress)
      throws InterruptedException {
    String name = place.key();
    try (ImageSource source = source(place, root)) {
      if (root.isEmpty()) {
        progress.resolving(name);
      }
      ImageContents contents = source.contents();
      if (contents.layers().isEmpty()) {
        throw SourceFailures.unusable(name, "it has no layers");
      }
      List<LayerCrew.Missing> missing = missing(contents, ids);
      if (!missing.isEmpty()) {
        new LayerCrew(name, source, installer, ids, slots, progress).work(missing);
      }
      ImageRecord record = new ImageRecord(name, System.currentTimeMillis(), contents);
      note(place, record, pins);
      pin(place, contents.root(), pins);
      return record.image(ids);
    } catch (FailureException failed) {
      // An interrupt closes the file that is being written, and that is told as its failure.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw failed;
    } finally {
      progress.finished(name);
    }
  }

  private ImageSource source(ImagePlace place, Optional<String> root) {
    return switch (place) {
      case ImagePlace.Ready ready ->
          throw new IllegalArgumentException(ready.key() + " needs no fetching");
      case ImagePlace.InRegistry registry -> {
        RegistryReference reference = registry.reference();
        yield new RegistrySource(
            root.isPresent() ? reference.at(root.get()) : reference,
            platform,
            shelf,
            blobs,
            network);
      }
      case ImagePlace.InFile file ->
          switch (file.name()) {
            case ImageName.OciFolder folder ->
                OciLayout.folder(file.key(), file.path(), folder.reference(), platform);
            case ImageName.OciArchive archive ->
                OciLayout.archive(file.key(), file.path(), archive.reference(), platform);
            case ImageName.DockerArchive archive ->
                DockerArchive.open(file.key(), file.path(), archive.reference());
          };
    };
  }

  /** What has to be unpacked; a layer that stands there twice once. */
  private List<LayerCrew.Missing> missing(ImageContents contents, Ids ids) {
    List<LayerCrew.Missing> missing = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<ImageLayer> layers = contents.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer.Stored layer = new Layer.Stored(layers.get(i).diffId(), ids);
      if (seen.add(layer.digest()) && !shelf.contains(layer)) {
        missing.add(new LayerCrew.Missing(layers.get(i), i + 1, layers.size()));
      }
    }
    return missing;
  }

  /** Pins are a language's own: what the tag means to all others stays as it was. */
  private void note(ImagePlace place, ImageRecord record, TagPins pins) {
    try {
      records.remember(record);
      boolean others = pins.decides() && records.named(place.key()).isPresent();
      if (!others || place instanceof ImagePlace.InFile) {
        records.remember(
            new ImageRecords.Named(place.key(), record.contents().root(), place.stamp()));
      }
    } catch (IOException failed) {
      throw blobs.failure(failed);
    }
  }

  private static void pin(ImagePlace place, String root, TagPins pins) {
    if (place instanceof ImagePlace.InRegistry registry
        && registry.reference().digest().isEmpty()
        && pins.decides()
        && !pins.pinned(registry.reference()).equals(Optional.of(root))) {
      pins.pin(registry.reference(), root);
    }
  }
}
