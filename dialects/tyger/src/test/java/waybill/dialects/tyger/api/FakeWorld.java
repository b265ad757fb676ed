package waybill.dialects.tyger.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.run.RunLab;
import waybill.engine.EngineClock;
import waybill.files.FolderTree;
import waybill.web.server.WebServer;

/** The whole API, served; its runs are processes of this machine. */
public final class FakeWorld implements AutoCloseable {
  private final Path folder = temporary();
  private final Path socket = folder.resolve("s");
  private final RunLab lab = new RunLab(folder);
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final TygerApi api =
      new TygerApi(
          new TygerApi.World(
              lab.codespecs(),
              lab.buffers(),
              lab.blobs(),
              new Writers(lab.blobs()),
              AccessKeys.open(folder.resolve("key")),
              lab.runs(),
              socket,
              EngineClock.SYSTEM,
              faults::add));
  private final WebServer server = WebServer.listen(socket, api, faults::add);

  /** Short: it is part of a socket's name. */
  private static Path temporary() {
    try {
      return Files.createTempDirectory("api");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The routes. */
  List<Route> routes() {
    return api.routes();
  }

  public Path socket() {
    return socket;
  }

  public RunLab lab() {
    return lab;
  }

  /** What the server says of itself. */
  public List<String> faults() {
    return faults;
  }

  @Override
  public void close() {
    server.close();
    lab.close();
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
