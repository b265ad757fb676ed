package waybill.data.blob;

import java.util.Map;

/**
 * What is known of a blob without its content.
 *
 * @param size bytes
 * @param md5 of the content, in base64, as {@code Content-MD5} has it; empty in a blob that is put
 *     when nobody said it: then it is computed
 * @param metadata short texts by names, as they were given
 */
public record Blob(long size, String md5, Map<String, String> metadata) {
  public Blob {
    metadata = Map.copyOf(metadata);
  }
}
