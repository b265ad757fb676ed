package waybill.images.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.Pauses;
import waybill.images.registry.RegistrySettings;
import waybill.images.source.ImageContents;
import waybill.images.source.ImageLayer;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/**
 * Images by their names. For any number of threads, and of processes on one cache folder.
 *
 * <p>What a name means: a digest wins. Else a language's pins decide ({@link TagPins}), and a tag
 * that they do not know is asked for at the registry and pinned. Without pins the copy that is here
 * counts, as with other container tools, and only {@link #pull} asks again. An image in a file or
 * folder is looked at anew when that has changed.
 *
 * <p>An image whose layers are all unpacked costs two small files and a look at each layer, and
 * neither network nor JSON. Whatever else is missing is got again: layers from blobs that are here,
 * blobs from where the image came from.
 */
public final class Images implements AutoCloseable {
  private final BlobStore blobs;
  private final Platform platform;
  private final LayerShelf shelf;
  private final ImageRecords records;
  private final ImageFetch fetch;
  private final LazyNetwork network;

  /**
   * Images for this machine.
   *
   * @param cacheFolder may not exist yet
   * @param installer makes layers of archives
   * @param shelf knows the layers that there are
   * @param hashing of what comes from registries
   * @param settings asked for when a registry is
   */
  public Images(
      Path cacheFolder,
      LayerInstaller installer,
      LayerShelf shelf,
      Hashing hashing,
      Supplier<RegistrySettings> settings,
      CredentialSource credentials) {
    this(
        cacheFolder,
        Platform.ofMachine(),
        installer,
        shelf,
        hashing,
        settings,
        credentials,
        Pauses.REAL);
  }

  Images(
      Path cacheFolder,
      Platform platform,
      LayerInstaller installer,
      LayerShelf shelf,
      Hashing hashing,
      Supplier<RegistrySettings> settings,
      CredentialSource credentials,
      Pauses pauses) {
    this.blobs = new BlobStore(cacheFolder, hashing);
    this.platform = platform;
    this.shelf = shelf;
    this.records = new ImageRecords(cacheFolder, platform);
    this.network = new LazyNetwork(settings, credentials, pauses);
    this.fetch = new ImageFetch(blobs, platform, installer, shelf, records, network);
  }

  /**
   * An image, which is here then.
   *
   * @param ids for tasks of which kind
   * @param directory that relative paths begin at
   * @throws FailureException when there is no such image, or it cannot be had
   */
  public Image find(ImageName name, Ids ids, Path directory, TagPins pins, ImageProgress progress)
      throws InterruptedException {
    ImagePlace place = ImagePlace.of(name, directory);
    if (place instanceof ImagePlace.Ready ready) {
      return ready.image();
    }
    Optional<String> root = known(place, pins);
    if (root.isPresent()) {
      Optional<ImageRecord> record = records.record(root.get());
      if (record.isPresent()) {
        Image image = record.get().image(ids);
        if (isHere(image)) {
          return image;
        }
      }
    }
    return fetch.fetch(place, root, ids, pins, progress);
  }

  /** Like {@link #find}, but asks the registry what the tag means now. */
  public Image pull(ImageName name, Ids ids, Path directory, TagPins pins, ImageProgress progress)
      throws InterruptedException {
    ImagePlace place = ImagePlace.of(name, directory);
    if (place instanceof ImagePlace.Ready ready) {
      return ready.image();
    }
    return fetch.fetch(place, place.digest(), ids, pins, progress);
  }

  /** What a name means, as far as that can be said without looking at where the image is. */
  private Optional<String> known(ImagePlace place, TagPins pins) {
    Optional<String> digest = place.digest();
    if (digest.isPresent()) {
      return digest;
    }
    if (place instanceof ImagePlace.InRegistry registry && pins.decides()) {
      return pins.pinned(registry.reference());
    }
    Optional<ImageRecords.Named> named = records.named(place.key());
    return named.isPresent() && named.get().stamp().equals(place.stamp()) && place.isSettled()
        ? Optional.of(named.get().root())
        : Optional.empty();
  }

  private boolean isHere(Image image) {
    for (Layer layer : image.layers()) {
      if (!(layer instanceof Layer.Stored stored && shelf.contains(stored))) {
        return false;
      }
    }
    return true;
  }

  /** All images that are here for this machine's platform, by name. */
  public List<ImageSummary> list() {
    List<ImageRecords.Named> names = records.names();
    List<ImageSummary> summaries = new ArrayList<>();
    for (ImageRecord record : records.records()) {
      boolean named = false;
      for (ImageRecords.Named name : names) {
        if (name.root().equals(record.contents().root())) {
          summaries.add(summary(name.key(), record));
          named = true;
        }
      }
      if (!named) {
        summaries.add(summary(record.name(), record));
      }
    }
    summaries.sort(Comparator.comparing(ImageSummary::name));
    return summaries;
  }

  private static ImageSummary summary(String name, ImageRecord record) {
    ImageContents contents = record.contents();
    long bytes = 0;
    for (ImageLayer layer : contents.layers()) {
      bytes += layer.size();
    }
    return new ImageSummary(
        name,
        contents.root(),
        contents.layers().size(),
        bytes,
        Instant.ofEpochMilli(record.made()));
  }

  /** All about an image; empty when it is not here. */
  public Optional<ImageDetails> show(ImageName name, Path directory) {
    Optional<ImageRecord> found = record(ImagePlace.of(name, directory));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ImageRecord record = found.get();
    List<String> names = new ArrayList<>();
    for (ImageRecords.Named named : records.names()) {
      if (named.root().equals(record.contents().root())) {
        names.add(named.key());
      }
    }
    ImageDetails.Unpacked unpacked =
        new ImageDetails.Unpacked(
            unpacked(record.image(Ids.SINGLE)), unpacked(record.image(Ids.RANGE)));
    return Optional.of(
        new ImageDetails(summary(record.name(), record), names, record.contents(), unpacked));
  }

  private int unpacked(Image image) {
    int count = 0;
    for (Layer layer : image.layers()) {
      count += layer instanceof Layer.Stored stored && shelf.contains(stored) ? 1 : 0;
    }
    return count;
  }

  private Optional<ImageRecord> record(ImagePlace place) {
    Optional<String> root = place.digest();
    if (root.isEmpty()) {
      root = records.named(place.key()).map(ImageRecords.Named::root);
    }
    for (ImageRecord record : records.records()) {
      if (root.isPresent() && record.contents().root().equals(root.get())) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  /**
   * Forgets a name; with the last name of an image also what came from its registry, unless other
   * images have a part in it. Unpacked layers stay until the store makes room.
   *
   * @return whether there was anything to forget
   */
  public boolean remove(ImageName name, Path directory) {
    ImagePlace place = ImagePlace.of(name, directory);
    Optional<ImageRecords.Named> named = records.named(place.key());
    Optional<ImageRecord> record = record(place);
    try {
      records.forget(place.key());
      if (record.isPresent()) {
        removeUnnamed(record.get().contents());
      }
    } catch (IOException failed) {
      throw blobs.failure(failed);
    }
    return named.isPresent() || record.isPresent();
  }

  private void removeUnnamed(ImageContents contents) throws IOException {
    for (ImageRecords.Named named : records.names()) {
      if (named.root().equals(contents.root())) {
        return;
      }
    }
    records.forgetRecord(contents.root());
    Set<String> unused = blobs(contents);
    for (ImageRecord other : records.records()) {
      unused.removeAll(blobs(other.contents()));
    }
    for (String digest : unused) {
      blobs.remove(digest);
    }
  }

  private static Set<String> blobs(ImageContents contents) {
    Set<String> blobs = new HashSet<>(List.of(contents.root()));
    blobs.add(contents.digest());
    blobs.add(contents.configDigest());
    for (ImageLayer layer : contents.layers()) {
      if (!layer.blob().isEmpty()) {
        blobs.add(layer.blob());
      }
    }
    return blobs;
  }

  /** What this machine's images are made for. */
  public Platform platform() {
    return platform;
  }

  /** Ends what is under way on the network. */
  @Override
  public void close() {
    network.close();
  }
}
