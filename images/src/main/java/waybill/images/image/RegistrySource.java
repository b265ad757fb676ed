package waybill.images.image;

import java.nio.file.Path;
import java.util.Optional;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;
import waybill.images.registry.BlobSink;
import waybill.images.registry.RegistryClient;
import waybill.images.source.Descriptor;
import waybill.images.source.ImageContents;
import waybill.images.source.ImageLayer;
import waybill.images.source.ImageSource;
import waybill.images.source.JsonNode;
import waybill.images.source.OciDocuments;
import waybill.images.source.Sha256;
import waybill.images.unpack.ArchiveSource;

/** An image of a registry, by way of the blobs that are here. */
final class RegistrySource implements ImageSource {

  /** Opens the network when it is first needed. */
  interface Network {
    RegistryClient client();
  }

  private final RegistryReference reference;
  private final Platform platform;
  private final LayerShelf shelf;
  private final BlobStore blobs;
  private final Network network;

  RegistrySource(
      RegistryReference reference,
      Platform platform,
      LayerShelf shelf,
      BlobStore blobs,
      Network network) {
    this.reference = reference;
    this.platform = platform;
    this.shelf = shelf;
    this.blobs = blobs;
    this.network = network;
  }

  @Override
  public ImageContents contents() throws InterruptedException {
    String image = reference.canonical();
    byte[] root = root();
    return new OciDocuments(image, platform, new Documents()).contents(Sha256.of(root), root);
  }

  /** With a digest, what is here will do. */
  private byte[] root() throws InterruptedException {
    reference.check();
    if (reference.digest().isPresent()) {
      Optional<byte[]> here = blobs.read(reference.digest().get(), JsonNode.MAX_BYTES);
      if (here.isPresent()) {
        return here.get();
      }
    }
    byte[] bytes = network.client().manifest(reference);
    blobs.put(Sha256.of(bytes), bytes);
    return bytes;
  }

  private final class Documents implements OciDocuments.Reader {
    @Override
    public byte[] read(Descriptor descriptor) throws InterruptedException {
      RegistrySource nested =
          new RegistrySource(reference.at(descriptor.digest()), platform, shelf, blobs, network);
      return nested.root();
    }

    @Override
    public byte[] config(Descriptor descriptor) throws InterruptedException {
      Optional<byte[]> here = blobs.read(descriptor.digest(), JsonNode.MAX_BYTES);
      if (here.isPresent()) {
        return here.get();
      }
      byte[] bytes = network.client().small(reference, descriptor);
      blobs.put(descriptor.digest(), bytes);
      return bytes;
    }
  }

  @Override
  public ArchiveSource layer(ImageLayer layer, ByteListener listener) throws InterruptedException {
    Descriptor blob = new Descriptor("", layer.blob(), layer.size());
    shelf.keepBlob(layer.blob());
    Path file =
        blobs.obtain(
            blob, sink -> network.client().blob(reference, blob, new Counted(sink, listener)));
    return new StoredLayer("layer " + layer.blob() + " of " + reference.canonical(), file, layer);
  }

  @Override
  public boolean isDamaged(ImageLayer layer) {
    if (blobs.isIntact(layer.blob())) {
      return false;
    }
    blobs.remove(layer.blob());
    return true;
  }

  /** Tells a listener what comes. */
  private record Counted(BlobSink sink, ByteListener listener) implements BlobSink {
    @Override
    public long size() {
      return sink.size();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sink.write(bytes, offset, length);
      listener.bytes(sink.size());
    }

    @Override
    public void restart() {
      sink.restart();
      listener.bytes(0);
    }

    @Override
    public String digest() {
      return sink.digest();
    }
  }

  @Override
  public void close() {
    // The network belongs to others too.
  }
}
