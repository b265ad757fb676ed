package waybill.dialects.tyger.buffer;

import java.util.Optional;

/**
 * What a blob is checked by.
 *
 * @param md5 of its content, in base64
 * @param chain hash of it and of all blobs before it; data blobs have one, markers none
 */
public record Seal(String md5, Optional<String> chain) {
  /** The name of the chain's hash among a blob's metadata. */
  public static final String CHAIN = "cumulative_hash_chain";

  static Seal of(byte[] bytes) {
    return new Seal(HashChain.md5(bytes, 0, bytes.length), Optional.empty());
  }
}
