package waybill.images.store;

import java.nio.file.Path;
import waybill.model.task.Ids;

/**
 * Something in the cache that can be removed by itself, because it can be made or fetched again.
 *
 * @param name a digest where there is one, else a file name
 * @param path where it lies
 * @param ids of a layer; of no meaning for others
 * @param bytes on disk, about
 * @param lastUsedMillis milliseconds since 1970, to the hour
 */
public record CacheEntry(
    Kind kind, String name, Path path, Ids ids, long bytes, long lastUsedMillis) {

  /** What is kept. */
  public enum Kind {
    /** An unpacked tree. */
    LAYER,
    /** An archive as it was downloaded. */
    BLOB,
    /** The beginning of one. */
    PARTIAL_BLOB,
    /** What is known of an image. */
    IMAGE
  }
}
