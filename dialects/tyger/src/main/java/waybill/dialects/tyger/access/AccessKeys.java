package waybill.dialects.tyger.access;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;


/** Signs and checks access to containers; the key is made once and kept. For any number of threads. */
public final class AccessKeys {
  private AccessKeys() {}

  public static AccessKeys open(Path file) {
    throw new UnsupportedOperationException();
  }

  /** The query of a URL, from {@code api-version} on. */
  public String query(String container, boolean writable, Instant now, Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  /** What a query allows. */
  public enum Access {
    NONE,
    EXPIRED,
    READ,
    WRITE
  }

  public Access check(String container, Map<String, String> query, Instant now) {
    throw new UnsupportedOperationException();
  }
}
