package waybill.dialects.tyger.written;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.spec.Buffer;


/** Buffers as JSON of the API and of the store. */
public final class BufferJson {
  private BufferJson() {}

  /** As the API answers. */
  public static String write(Buffer buffer) {
    throw new UnsupportedOperationException();
  }

  /** What {@link #write} wrote. */
  public static Buffer readStored(String json) {
    throw new UnsupportedOperationException();
  }

  /** A request to make or change a buffer; tags checked. */
  public record Wanted(
      Optional<String> location, Optional<Instant> expiresAt, Map<String, String> tags) {}

  /** The body of a request; fails with {@link waybill.dialects.tyger.problem.Refusal}. */
  public static Wanted read(byte[] body) {
    throw new UnsupportedOperationException();
  }
}
