package waybill.dialects.tyger.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import waybill.web.server.Exchange;

/**
 * A request whose answer, whatever it is, has a name in {@code Request-Id}, by which people can
 * speak of it.
 */
final class NumberedExchange implements Exchange {
  static final String HEADER = "Request-Id";

  private final Exchange exchange;
  private final String id = newId();

  NumberedExchange(Exchange exchange) {
    this.exchange = exchange;
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  private Map<String, String> numbered(Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(HEADER, id);
    return all;
  }

  @Override
  public String method() {
    return exchange.method();
  }

  @Override
  public List<String> segments() {
    return exchange.segments();
  }

  @Override
  public List<Map.Entry<String, String>> query() {
    return exchange.query();
  }

  @Override
  public String target() {
    return exchange.target();
  }

  @Override
  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  @Override
  public long length() {
    return exchange.length();
  }

  @Override
  public InputStream body() {
    return exchange.body();
  }

  @Override
  public void limitStalls(Duration most) {
    exchange.limitStalls(most);
  }

  @Override
  public boolean isAbandoned() {
    return exchange.isAbandoned();
  }

  @Override
  public void respond(int status, Map<String, String> headers, byte[] body) throws IOException {
    exchange.respond(status, numbered(headers), body);
  }

  @Override
  public void respond(int status, Map<String, String> headers, FileChannel file, long length)
      throws IOException {
    exchange.respond(status, numbered(headers), file, length);
  }

  @Override
  public OutputStream begin(int status, Map<String, String> headers, long length)
      throws IOException {
    return exchange.begin(status, numbered(headers), length);
  }
}
