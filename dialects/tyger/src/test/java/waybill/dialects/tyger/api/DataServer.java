package waybill.dialects.tyger.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.buffer.Writers;
import waybill.engine.EngineClock;
import waybill.web.server.WebServer;

/** The routes of content on a real server; each container of the store is an active buffer. */
public final class DataServer implements AutoCloseable {
  /** For either side. */
  static final Duration STALL = Duration.ofMillis(500);

  /** No access is given for less than 30 seconds. */
  private static final Duration WHOLE = Duration.ofMinutes(30);

  private final Path socket;
  private final Writers writers;
  private final BlobStore blobs;
  private final AccessKeys keys;
  private final WebServer server;

  public DataServer(Path folder) {
    this(folder, Duration.ofSeconds(10));
  }

  /**
   * @param grace how long nothing need be heard of a writer
   */
  DataServer(Path folder, Duration grace) {
    socket = folder.resolve("s");
    blobs = BlobStore.open(folder.resolve("blobs"));
    keys = AccessKeys.open(folder.resolve("key"));
    writers = new Writers(blobs, grace);
    var routes =
        new DataRoutes(
            id -> true, blobs, writers, keys, id -> Optional.empty(), EngineClock.SYSTEM, STALL);
    server =
        WebServer.listen(
            socket,
            exchange -> {
              if (!routes.handle(exchange)) {
                exchange.respond(400, Map.of(), new byte[0]);
              }
            },
            line -> {});
  }

  public BlobStore blobs() {
    return blobs;
  }

  Writers writers() {
    return writers;
  }

  Path socket() {
    return socket;
  }

  public String url(String container, boolean writable) {
    return url(container, writable, WHOLE);
  }

  /** One that was made before and is good for so much longer. */
  public String url(String container, boolean writable, Duration life) {
    return "http+unix://"
        + URLEncoder.encode(socket.toString(), UTF_8)
        + "/containers/"
        + container
        + "?"
        + keys.query(container, writable, Instant.now().plus(life).minus(WHOLE), WHOLE);
  }

  @Override
  public void close() {
    server.close();
  }
}
