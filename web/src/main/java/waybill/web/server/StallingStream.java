package waybill.web.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;

/** The body of a request, which says in a type of its own that it stalls. */
final class StallingStream extends FilterInputStream {
  StallingStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw told(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw told(e);
    }
  }

  private static IOException told(IOException e) {
    for (Throwable why = e; why != null; why = why.getCause()) {
      if (why instanceof TimeoutException) {
        var stalled = new SocketTimeoutException("the request stalls in its middle");
        stalled.initCause(e);
        return stalled;
      }
    }
    return e;
  }
}
