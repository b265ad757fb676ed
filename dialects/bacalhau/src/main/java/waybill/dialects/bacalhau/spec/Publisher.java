package waybill.dialects.bacalhau.spec;

import java.util.Optional;

/** Where results go. */
public sealed interface Publisher {

  /** Nowhere. */
  record Noop() implements Publisher {}

  /** Into our own store. */
  record Local() implements Publisher {}

  /** Into an S3 that belongs to a cluster; not ours to do. */
  record S3Managed() implements Publisher {}

  /** Into IPFS. */
  record Ipfs() implements Publisher {}

  /**
   * Into S3 or what speaks it.
   *
   * @param key with places such as {@code {jobID}}
   * @param gzip as one archive, and not as objects of their own
   */
  record S3(
      String bucket,
      String key,
      Optional<String> region,
      Optional<String> endpoint,
      boolean gzip,
      Optional<String> accessKeyId,
      Optional<String> secretAccessKey)
      implements Publisher {}
}
