package waybill.dialects.tyger.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import waybill.web.server.Exchange;

/** An answer that begins with its first byte. What is written goes out at once. */
final class LateAnswer extends OutputStream {
  private final Exchange exchange;
  private Optional<OutputStream> begun = Optional.empty();

  LateAnswer(Exchange exchange) {
    this.exchange = exchange;
  }

  private OutputStream begin() throws IOException {
    if (begun.isEmpty()) {
      begun =
          Optional.of(exchange.begin(200, Map.of("Content-Type", "application/octet-stream"), -1));
    }
    return begun.get();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    OutputStream out = begin();
    out.write(bytes, offset, length);
    out.flush();
  }

  @Override
  public void flush() throws IOException {
    if (begun.isPresent()) {
      begun.get().flush();
    }
  }

  /**
   * Ends the answer. One that is left without this is broken off, so that nobody takes half of it
   * for all.
   */
  void finish() throws IOException {
    begin().close();
  }

  /** Fails with that, where it is too late for another answer. */
  void breakOff(Exception why) throws IOException {
    if (begun.isPresent()) {
      throw new IOException(why);
    }
  }

  /** Does nothing: see {@link #finish}. */
  @Override
  public void close() {}
}
