package waybill.web.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * An answer. Closing it before its body's end closes the connection; otherwise that is used again.
 */
public interface WebResponse extends AutoCloseable {
  int status();

  Optional<String> header(String name);

  /** Bytes of the body; -1 when not known before its end. */
  long length();

  /** Fails when the connection ends before the body does. */
  InputStream body();

  /** At most so many bytes of the body; fails when it is longer. */
  byte[] bytes(int limit) throws IOException;

  @Override
  void close();
}
