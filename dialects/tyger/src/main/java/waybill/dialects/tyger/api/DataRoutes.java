package waybill.dialects.tyger.api;

import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.store.Buffers;
import waybill.engine.EngineClock;
import waybill.web.server.Exchange;

/** The content of buffers; what it answers is its owner's to write. */
final class DataRoutes {
  DataRoutes(Buffers buffers, BlobStore blobs, AccessKeys keys, RunDesk runs, EngineClock clock) {}

  /** False when the path is none of its own. */
  boolean handle(Exchange exchange) {
    return false;
  }
}
