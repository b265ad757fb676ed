package waybill.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A registry on loopback that has the image of a layout, under every name: as much of one as a pull
 * asks for. For training only; it serves one request on each connection.
 */
final class TrainingRegistry implements AutoCloseable {
  private final Path blobs;
  private final ServerSocket socket;

  /**
   * Begins to listen.
   *
   * @param manifest what every tag means
   */
  TrainingRegistry(Path layout, String manifest) throws IOException {
    this.blobs = layout.resolve("blobs/sha256");
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(manifest));
  }

  /** Host and port. */
  String host() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void accept(String manifest) {
    while (true) {
      try (Socket one = socket.accept()) {
        serve(one, manifest);
      } catch (IOException over) {
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket one, String manifest) throws IOException {
    var in =
        new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.US_ASCII));
    String request = String.valueOf(in.readLine());
    String header; // what it says of itself changes nothing
    do {
      header = in.readLine();
    } while (header != null && !header.isEmpty());
    String path = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
    String digest = path.contains("/blobs/sha256:") ? path : manifest;
    byte[] body = Files.readAllBytes(blobs.resolve(digest.substring(digest.lastIndexOf(':') + 1)));
    OutputStream out = one.getOutputStream();
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
