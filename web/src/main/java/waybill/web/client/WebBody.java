package waybill.web.client;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** What a request carries. */
public sealed interface WebBody {
  /** Nothing. */
  record None() implements WebBody {}

  /** What is left of a buffer, whose position is not moved; may be sent again. */
  record Bytes(ByteBuffer bytes) implements WebBody {}

  /** Of unknown length; sent once, in chunks as they come. */
  record Stream(InputStream in) implements WebBody {}
}
