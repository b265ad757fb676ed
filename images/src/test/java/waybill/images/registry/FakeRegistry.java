package waybill.images.registry;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;

/**
 * A registry on loopback that does what a test tells it to: each request goes to a function, and
 * its reply may be cut off, or never come. A connection serves one request.
 */
public final class FakeRegistry implements AutoCloseable {

  /** What was asked for; names of headers in lower case. */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * What is answered.
   *
   * @param length the announced one; below 0 for none
   * @param cut after that many bytes of the body the connection ends
   * @param stall whether then nothing more comes instead
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Reply(
      int status, Map<String, String> headers, byte[] body, long length, int cut, boolean stall) {

    public static Reply of(int status) {
      return new Reply(status, Map.of(), new byte[0], 0, 0, false);
    }

    public Reply header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, more, body, length, cut, stall);
    }

    public Reply body(String text) {
      return body(text.getBytes(StandardCharsets.UTF_8));
    }

    public Reply body(byte[] bytes) {
      return new Reply(status, headers, bytes, bytes.length, bytes.length, stall);
    }

    public Reply cutAfter(int bytes) {
      return new Reply(status, headers, body, length, bytes, stall);
    }

    public Reply stallAfter(int bytes) {
      return new Reply(status, headers, body, length, bytes, true);
    }

    /** Not even a status. */
    public static Reply never() {
      return new Reply(0, Map.of(), new byte[0], 0, 0, true);
    }
  }

  private final ServerSocket server;
  private final Function<Request, Reply> handler;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  public FakeRegistry(Function<Request, Reply> handler) {
    this(handler, plainSocket());
  }

  public FakeRegistry(Function<Request, Reply> handler, ServerSocket server) {
    this.handler = handler;
    this.server = server;
    Thread.ofVirtual().start(this::accept);
  }

  public static ServerSocket plainSocket() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** One that has the blobs of an image under its digests, and the manifest under these names. */
  public static Function<Request, Reply> serving(TestImage image, Map<String, Descriptor> tags) {
    Map<String, Descriptor> names = new ConcurrentHashMap<>(tags);
    return request -> {
      String what = request.path().substring(request.path().lastIndexOf('/') + 1);
      String digest = names.containsKey(what) ? names.get(what).digest() : what;
      byte[] bytes = image.blob(digest);
      if (bytes.length == 0) {
        return Reply.of(404).body("{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"not here\"}]}");
      }
      String range = request.header("range");
      if (!range.isEmpty()) {
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        return Reply.of(206)
            .header(
                "Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length)
            .body(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
      }
      return Reply.of(200).body(bytes);
    };
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  public List<Request> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Request request = read(new BufferedInputStream(socket.getInputStream()));
      requests.add(request);
      write(socket.getOutputStream(), handler.apply(request));
    } catch (IOException | InterruptedException gone) {
      // The other side has what it wanted, or the test is over.
      return;
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    if (first.length < 3) {
      throw new IOException("this is not HTTP");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("this is not HTTP");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(first[0], first[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the client is gone");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private void write(OutputStream out, Reply reply) throws IOException, InterruptedException {
    if (reply.status() > 0) {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " X\r\n");
      reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      if (reply.length() >= 0) {
        head.append("Content-Length: " + reply.length() + "\r\n");
      }
      out.write(
          head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
      out.write(reply.body(), 0, Math.min(reply.cut(), reply.body().length));
      out.flush();
    }
    if (reply.stall()) {
      closing.await();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
