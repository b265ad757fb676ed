package waybill.dialects.tyger.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import waybill.data.blob.BlobStore;
import waybill.engine.EngineClock;
import waybill.engine.store.Ledger;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.spec.Page;


/** Buffers: what they are, not what is in them. For any number of threads. */
public final class Buffers implements AutoCloseable {

  /**
   * How long buffers are kept.
   *
   * @param active until an active one is deleted that says nothing else; zero for never
   * @param deleted until a deleted one is purged
   */
  public record Lifetimes(Duration active, Duration deleted) {
    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ZERO, Duration.ofDays(1));
  }

  public Buffers(Ledger ledger, BlobStore blobs, Lifetimes lifetimes, EngineClock clock) {}

  public Buffer create(Map<String, String> tags, Optional<Instant> expiresAt) {
    throw new UnsupportedOperationException();
  }

  /** In that state; one whose time is over is not there any more. */
  public Optional<Buffer> find(String id, boolean softDeleted) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public Page<Buffer> list(
      TagFilter filter, boolean softDeleted, int limit, Optional<String> continuation) {
    throw new UnsupportedOperationException();
  }

  public long count(TagFilter filter, boolean softDeleted) {
    throw new UnsupportedOperationException();
  }

  /**
   * Changes tags and expiry.
   *
   * @param eTag which it must have; empty for any
   */
  public Buffer set(
      String id,
      boolean softDeleted,
      Map<String, String> tags,
      Optional<Instant> expiresAt,
      Optional<String> eTag) {
    throw new UnsupportedOperationException();
  }

  public Buffer delete(String id) {
    throw new UnsupportedOperationException();
  }

  public Buffer restore(String id) {
    throw new UnsupportedOperationException();
  }

  public Buffer purge(String id) {
    throw new UnsupportedOperationException();
  }

  public long deleteAll(TagFilter filter) {
    throw new UnsupportedOperationException();
  }

  public long restoreAll(TagFilter filter) {
    throw new UnsupportedOperationException();
  }

  public long purgeAll(TagFilter filter) {
    throw new UnsupportedOperationException();
  }

  /** Deletes and purges what has expired; called now and then. */
  public void sweep() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
