package waybill.images.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests, and follows redirects with care: a few at most, never from TLS to plain HTTP, and
 * what we say to one host as its user is not said to another one. For any number of threads.
 *
 * <p>The connections of HTTP/1.1 are asked for: over one of HTTP/2 several layers would share one
 * window.
 */
final class HttpDoor implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  private final HttpClient client;
  private final HostTls tls;
  private final Patience patience;

  HttpDoor(RegistrySettings settings) {
    this.patience = settings.patience();
    this.tls = new HostTls(settings.files());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(settings.proxies())
            .connectTimeout(patience.connect())
            // Without one of ours the client reads the machine's authorities, also for plain HTTP.
            .sslContext(tls.context(settings.certificates()))
            .build();
  }

  /** An answer, of which only the beginning has come. To be closed. */
  record Answer(int status, HttpResponse<InputStream> response) implements AutoCloseable {

    /** The first header of that name, or an empty text. */
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    InputStream body() {
      return response.body();
    }

    @Override
    public void close() {
      try {
        response.body().close();
      } catch (IOException nothingLost) {
        // The connection is given up with it.
        return;
      }
    }
  }

  /** A redirect that is not followed. */
  static final class BadRedirectException extends IOException {
    private static final long serialVersionUID = 1L;

    BadRedirectException(String message) {
      super(message);
    }
  }

  /**
   * Asks.
   *
   * @param headers all of them; {@code Authorization} stays with the host of the address
   * @throws IOException when there is no answer, or it leads nowhere
   */
  Answer get(URI address, Map<String, String> headers) throws IOException, InterruptedException {
    return send(address, headers, HttpRequest.BodyPublishers.noBody(), "GET");
  }

  /** Sends a form. */
  Answer post(URI address, String form) throws IOException, InterruptedException {
    return send(
        address,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        HttpRequest.BodyPublishers.ofString(form),
        "POST");
  }

  private Answer send(
      URI address, Map<String, String> headers, HttpRequest.BodyPublisher body, String method)
      throws IOException, InterruptedException {
    URI at = address;
    boolean trusted = true;
    for (int redirects = 0; ; redirects++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(at).method(method, body);
      request.setHeader("User-Agent", "waybill");
      for (Map.Entry<String, String> header : headers.entrySet()) {
        if (trusted || !header.getKey().equals("Authorization")) {
          request.setHeader(header.getKey(), header.getValue());
        }
      }
      HttpResponse<InputStream> response = await(request.build());
      Answer answer = new Answer(response.statusCode(), response);
      if (!isRedirect(answer.status()) || method.equals("POST")) {
        return answer;
      }
      answer.close();
      if (redirects == MAX_REDIRECTS) {
        throw new BadRedirectException("it redirects more than " + MAX_REDIRECTS + " times");
      }
      URI to = target(at, answer.header("Location"));
      // Once left, a host is not trusted again: who came between may have chosen the address.
      trusted = trusted && isSameHost(at, to);
      at = to;
    }
  }

  private HttpResponse<InputStream> await(HttpRequest request)
      throws IOException, InterruptedException {
    tls.prepare(request.uri());
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, head -> new TimedBody(patience.stall()));
    boolean done = false;
    try {
      HttpResponse<InputStream> response =
          answer.get(patience.headers().toNanos(), TimeUnit.NANOSECONDS);
      done = true;
      return response;
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no answer came for " + Words.time(patience.headers()));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(failed.getCause());
    } finally {
      if (!done) {
        answer.cancel(true);
      }
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  static URI target(URI from, String location) throws BadRedirectException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException noAddress) {
      throw new BadRedirectException("it redirects to what is no address");
    }
    String scheme = String.valueOf(to.getScheme());
    if (location.isEmpty() || !Endpoint.isOfHost(to) || to.getUserInfo() != null) {
      throw new BadRedirectException("it redirects to what is no address of a host");
    }
    boolean plain = scheme.equalsIgnoreCase("http");
    if (plain && !from.getScheme().equalsIgnoreCase("http")) {
      throw new BadRedirectException("it redirects from https to http at " + to.getHost());
    }
    if (!plain && !scheme.equalsIgnoreCase("https")) {
      throw new BadRedirectException("it redirects to something other than http and https");
    }
    return to;
  }

  private static boolean isSameHost(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
