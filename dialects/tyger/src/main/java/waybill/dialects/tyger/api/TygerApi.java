package waybill.dialects.tyger.api;

import waybill.web.server.Exchange;
import waybill.web.server.WebHandler;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;
import waybill.data.blob.BlobStore;
import java.nio.file.Path;


/** All routes. */
public final class TygerApi implements WebHandler {

  /**
   * What the API is about.
   *
   * @param socket where it listens, for access URLs
   */
  public record World(
      Codespecs codespecs,
      Buffers buffers,
      BlobStore blobs,
      AccessKeys keys,
      RunDesk runs,
      Path socket) {}

  public TygerApi(World world) {}

  @Override
  public void handle(Exchange exchange) {
    throw new UnsupportedOperationException();
  }
}
