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
import waybill.engine.EngineClock;
import waybill.web.server.WebServer;

/** The routes of content on a real server; each container of the store is an active buffer. */
public final class DataServer implements AutoCloseable {
  private final Path socket;
  private final BlobStore blobs;
  private final AccessKeys keys;
  private final WebServer server;

  public DataServer(Path folder) {
    socket = folder.resolve("s");
    blobs = BlobStore.open(folder.resolve("blobs"));
    keys = AccessKeys.open(folder.resolve("key"));
    var routes =
        new DataRoutes(id -> true, blobs, keys, id -> Optional.empty(), EngineClock.SYSTEM);
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

  public String url(String container, boolean writable) {
    return "http+unix://"
        + URLEncoder.encode(socket.toString(), UTF_8)
        + "/containers/"
        + container
        + "?"
        + keys.query(container, writable, Instant.now(), Duration.ofMinutes(30));
  }

  @Override
  public void close() {
    server.close();
  }
}
