package waybill.dialects.tyger.buffer;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import waybill.web.client.WebAddress;

/** A server that knows as much of Azure's protocol for blobs as buffers need; it never waits. */
final class AzureLike implements AutoCloseable {
  /** Answers instead of the server, or lets it do so. */
  interface Fault {
    Optional<Answer> of(String method, String path, int time);
  }

  /**
   * An answer.
   *
   * @param code of the error; empty for none
   */
  record Answer(int status, String code, String body) {}

  private static final class Stored {
    private final byte[] bytes;
    private final Map<String, String> headers;

    Stored(byte[] bytes, Map<String, String> headers) {
      this.bytes = bytes;
      this.headers = headers;
    }
  }

  private final Map<String, Stored> blobs = new ConcurrentHashMap<>();
  private final Map<String, Integer> times = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Fault fault = (method, path, time) -> Optional.empty();
  private volatile boolean wrongMd5;
  private volatile boolean wrongMd5Once;

  AzureLike() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  AzureLike fault(Fault of) {
    fault = of;
    return this;
  }

  /** Says a wrong MD5 with each blob it gives, or with each for the first time. */
  AzureLike wrongMd5(boolean once) {
    wrongMd5 = true;
    wrongMd5Once = once;
    return this;
  }

  WebAddress url(String query) {
    return WebAddress.parse(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/container?" + query);
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/container/?", "");
      String method = exchange.getRequestMethod();
      int time = times.merge(method + " " + path, 1, Integer::sum);
      requests.add(method + " " + path + "?" + exchange.getRequestURI().getRawQuery());
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<Answer> instead = fault.of(method, path, time);
      if (instead.isPresent() && instead.get().status() < 0) {
        // Carried out, and nobody hears of it.
        answer(exchange, method, path, body, time, false);
      } else if (instead.isPresent()) {
        refuse(exchange, instead.get());
      } else {
        answer(exchange, method, path, body, time, true);
      }
    }
  }

  private void answer(
      HttpExchange exchange, String method, String path, byte[] body, int time, boolean heard)
      throws IOException {
    if (method.equals("PUT")) {
      put(exchange, path, body, heard);
      return;
    }
    Optional<Stored> stored = Optional.ofNullable(blobs.get(path));
    if (stored.isEmpty()) {
      refuse(exchange, new Answer(404, "BlobNotFound", ""));
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    stored.get().headers.forEach(headers::set);
    if (wrongMd5 && method.equals("GET") && !(wrongMd5Once && time > 1)) {
      headers.set("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
    }
    byte[] bytes = stored.get().bytes;
    boolean head = method.equals("HEAD") || bytes.length == 0;
    exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body, boolean heard)
      throws IOException {
    String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
    if (!HashChain.md5(body, 0, body.length).equals(md5)) {
      refuse(exchange, new Answer(400, "Md5Mismatch", ""));
      return;
    }
    String chain = exchange.getRequestHeaders().getFirst(RemoteBlobs.CHAIN);
    Map<String, String> headers =
        Optional.ofNullable(chain)
            .map(hash -> Map.of("Content-MD5", md5, RemoteBlobs.CHAIN, hash))
            .orElse(Map.of("Content-MD5", md5));
    boolean there = Optional.ofNullable(blobs.putIfAbsent(path, new Stored(body, headers))).isPresent();
    if (!heard) {
      return;
    }
    if (there) {
      refuse(exchange, new Answer(403, "UnauthorizedBlobOverwrite", ""));
    } else {
      exchange.sendResponseHeaders(201, -1);
    }
  }

  private static void refuse(HttpExchange exchange, Answer answer) throws IOException {
    if (!answer.code().isEmpty()) {
      exchange.getResponseHeaders().set("x-ms-error-code", answer.code());
    }
    byte[] body = answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
