package waybill.dialects.tyger.buffer;

import waybill.data.blob.BlobStore;


/** Blobs of a container of this machine's store. */
public final class LocalBlobs implements BlobAccess {
  private final String container;

  public LocalBlobs(BlobStore store, String container) {
    this.container = container;
  }

  @Override
  public String name() {
    return container;
  }
}
