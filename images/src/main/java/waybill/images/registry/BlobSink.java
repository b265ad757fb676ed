package waybill.images.registry;

/**
 * Where the bytes of a blob go. It may have the first ones from an earlier time. Its own failures
 * are {@link waybill.model.failure.FailureException}, which no other attempt would mend.
 */
public interface BlobSink {

  /** How many bytes it has. */
  long size();

  /** Takes the next bytes. */
  void write(byte[] bytes, int offset, int length);

  /** Forgets all bytes. */
  void restart();

  /** The digest of all bytes it has; no more come then, unless it restarts. */
  String digest();
}
