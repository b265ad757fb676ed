package waybill.images.source;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.Platform;
import waybill.images.unpack.ArchiveSource;

/** An image layout of the Open Container Initiative, in a folder or a tar archive. */
public final class OciLayout implements ImageSource {
  private static final String INDEX = "index.json";
  private static final int MAX_NAMES_TOLD = 10;

  private final String image;
  private final Optional<String> reference;
  private final Platform platform;
  private final PackedFiles files;

  private OciLayout(
      String image, Optional<String> reference, Platform platform, PackedFiles files) {
    this.image = image;
    this.reference = reference;
    this.platform = platform;
    this.files = files;
  }

  /**
   * A layout in a folder.
   *
   * @param image the image's whole name, for messages
   * @param reference which image, where there are many
   */
  public static OciLayout folder(
      String image, Path folder, Optional<String> reference, Platform platform) {
    return new OciLayout(image, reference, platform, new FolderFiles(folder));
  }

  /** A layout in a tar archive. */
  public static OciLayout archive(
      String image, Path archive, Optional<String> reference, Platform platform) {
    try {
      return new OciLayout(image, reference, platform, TarFiles.open(archive));
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed("archive", image, malformed);
    } catch (IOException unreadable) {
      throw SourceFailures.unreadable(image, unreadable);
    }
  }

  @Override
  public ImageContents contents() throws InterruptedException {
    Descriptor named = named(index());
    return new OciDocuments(image, platform, new Documents())
        .contents(named.digest(), read("manifest", named));
  }

  private Manifest.Index index() {
    try {
      if (files.size(INDEX).isEmpty()) {
        throw SourceFailures.missing(image, "no " + INDEX + " is there, so it is no image layout");
      }
      if (Manifest.read(files.read(INDEX, JsonNode.MAX_BYTES)) instanceof Manifest.Index index) {
        return index;
      }
      throw new MalformedException("is not an index");
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed(INDEX, image, malformed);
    } catch (IOException unreadable) {
      throw SourceFailures.unreadable(image, unreadable);
    }
  }

  /** The entry of that name, or of that digest; without a name the only one. */
  private Descriptor named(Manifest.Index index) {
    List<String> names = new ArrayList<>();
    for (Manifest.Entry entry : index.entries()) {
      String name = entry.name().orElse(entry.descriptor().digest());
      if (reference.isPresent()
          && (name.equals(reference.get())
              || entry.descriptor().digest().equals(reference.get()))) {
        return entry.descriptor();
      }
      if (names.size() < MAX_NAMES_TOLD) {
        names.add(name);
      }
    }
    if (index.entries().isEmpty()) {
      throw SourceFailures.missing(image, "the layout is empty");
    }
    if (reference.isPresent()) {
      throw SourceFailures.missing(image, "the layout has " + String.join(", ", names));
    }
    if (index.entries().size() == 1) {
      return index.entries().getFirst().descriptor();
    }
    return platforms(index)
        .orElseThrow(
            () ->
                SourceFailures.missing(
                    image, "say which one after a colon: " + String.join(", ", names)));
  }

  /** Several entries without names are one image for several platforms. */
  private Optional<Descriptor> platforms(Manifest.Index index) {
    for (Manifest.Entry entry : index.entries()) {
      if (entry.name().isPresent()) {
        return Optional.empty();
      }
    }
    for (Manifest.Entry entry : index.entries()) {
      if (entry.platform().isPresent() && platform.runs(entry.platform().get())) {
        return Optional.of(entry.descriptor());
      }
    }
    return Optional.empty();
  }

  private final class Documents implements OciDocuments.Reader {
    @Override
    public byte[] read(Descriptor descriptor) {
      return OciLayout.this.read("manifest", descriptor);
    }

    @Override
    public byte[] config(Descriptor descriptor) {
      return OciLayout.this.read("configuration", descriptor);
    }
  }

  private byte[] read(String what, Descriptor descriptor) {
    try {
      byte[] bytes = files.read(place(descriptor.digest()), JsonNode.MAX_BYTES);
      if (bytes.length != descriptor.size()) {
        throw new MalformedException(
            "has " + bytes.length + " bytes and should have " + descriptor.size());
      }
      String digest = Sha256.of(bytes);
      if (!digest.equals(descriptor.digest())) {
        throw new MalformedException(
            "has the digest " + digest + " and should have " + descriptor.digest());
      }
      return bytes;
    } catch (NoSuchFileException gone) {
      throw SourceFailures.unusable(
          image, "its " + what + ' ' + descriptor.digest() + " is not there");
    } catch (MalformedException malformed) {
      throw SourceFailures.malformed(what, image, malformed);
    } catch (IOException unreadable) {
      throw SourceFailures.unreadable(image, unreadable);
    }
  }

  private static String place(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  @Override
  public ArchiveSource layer(ImageLayer layer, ByteListener listener) throws IOException {
    ImageLayer placed =
        new ImageLayer(layer.diffId(), layer.blob(), layer.size(), place(layer.blob()));
    Optional<Long> size = files.size(placed.place());
    if (size.isEmpty()) {
      throw SourceFailures.unusable(image, "its layer " + layer.blob() + " is not there");
    }
    if (size.get() != layer.size()) {
      throw SourceFailures.unusable(
          image,
          "its layer "
              + layer.blob()
              + " has "
              + size.get()
              + " bytes and should have "
              + layer.size());
    }
    return new PackedLayer(image, files, placed);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException nothingLost) {
      // It was only read.
      return;
    }
  }
}
