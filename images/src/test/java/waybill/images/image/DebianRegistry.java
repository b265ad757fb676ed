package waybill.images.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;
import waybill.testing.Needs;

/** Debian's registry, on a free port of loopback. */
final class DebianRegistry implements AutoCloseable {
  static final String USER = "me";
  static final String SECRET = "secret";

  /** That secret by bcrypt, with few rounds: {@code crypt("secret", "$2b$05$...")}. */
  private static final String LINE =
      "me:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private final Process process;
  private final String host;
  private final HttpClient client = HttpClient.newHttpClient();

  private DebianRegistry(Process process, String host) {
    this.process = process;
    this.host = host;
  }

  /** Starts one, for everybody or for one who logs in. */
  static DebianRegistry start(Path folder, boolean login) throws IOException {
    Path program = Needs.program("docker-registry");
    Files.createDirectories(folder);
    Path logins = Files.writeString(folder.resolve("htpasswd"), LINE);
    String authentication =
        login ? "auth: {htpasswd: {realm: test, path: \"" + logins + "\"}}\n" : "";
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            "version: 0.1\nstorage: {filesystem: {rootdirectory: \""
                + folder
                + "/stored\"}}\nhttp: {addr: \"127.0.0.1:0\", secret: x}\nlog: {level: info}\n"
                + authentication);
    Process process =
        new ProcessBuilder(program.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader log = process.inputReader();
    String mark = "listening on ";
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      int at = line.indexOf(mark);
      if (at >= 0) {
        Thread.ofVirtual().start(() -> log.lines().forEach(more -> {}));
        return new DebianRegistry(
            process, line.substring(at + mark.length(), line.indexOf('"', at)));
      }
    }
    throw new IOException("docker-registry ended");
  }

  String host() {
    return host;
  }

  /** Puts an image there, with its manifest or an index under a tag. */
  void push(TestImage image, String repository, String tag, Descriptor root)
      throws IOException, InterruptedException {
    for (Map.Entry<String, byte[]> blob : image.blobs().entrySet()) {
      HttpResponse<String> begun =
          send(
              "POST",
              URI.create("http://" + host + "/v2/" + repository + "/blobs/uploads/"),
              "",
              new byte[0]);
      URI place =
          URI.create("http://" + host + "/")
              .resolve(begun.headers().firstValue("Location").orElseThrow());
      send(
          "PUT",
          URI.create(place + "&digest=" + blob.getKey()),
          "application/octet-stream",
          blob.getValue());
    }
    manifest(image, repository, image.manifest().digest(), image.manifest());
    manifest(image, repository, tag, root);
  }

  private void manifest(TestImage image, String repository, String name, Descriptor what)
      throws IOException, InterruptedException {
    send(
        "PUT",
        URI.create("http://" + host + "/v2/" + repository + "/manifests/" + name),
        what.mediaType(),
        image.blob(what.digest()));
  }

  private HttpResponse<String> send(String method, URI address, String type, byte[] body)
      throws IOException, InterruptedException {
    String pair =
        Base64.getEncoder().encodeToString((USER + ':' + SECRET).getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Basic " + pair)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + address + ": " + response.statusCode() + response.body());
    }
    return response;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }
}
