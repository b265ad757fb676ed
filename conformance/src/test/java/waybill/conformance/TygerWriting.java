package waybill.conformance;

import static waybill.conformance.JobDesk.awaitThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Somebody who writes a buffer from a pipe, of which a part has arrived. */
record TygerWriting(TygerDesk desk, String buffer, Process process, OutputStream pipe)
    implements AutoCloseable {

  /** To a new buffer. */
  static TygerWriting begin(TygerDesk desk, String part, String... options)
      throws IOException, InterruptedException {
    String buffer = desk.ask("buffer", "create");
    return to(desk, buffer, buffer, part, options);
  }

  /**
   * To one that is there.
   *
   * @param target how it is named
   */
  static TygerWriting to(
      TygerDesk desk, String target, String buffer, String part, String... options)
      throws IOException, InterruptedException {
    TygerDesk other = desk.another();
    Path fifo = other.folder().resolve("fifo");
    Workshop.call("mkfifo", fifo.toString());
    desk.user().product().user().own(other.folder());
    var words = new ArrayList<String>();
    words.addAll(List.of("buffer", "write", target, "-i", fifo.toString(), "-f", "10ms"));
    words.addAll(List.of(options));
    Process process = other.begin("", words.toArray(String[]::new));
    var writing = new TygerWriting(other, buffer, process, Files.newOutputStream(fifo));
    writing.add(part);
    awaitThat("a part is there", () -> Files.exists(desk.content(buffer).resolve("00/000")));
    return writing;
  }

  void add(String part) throws IOException {
    pipe.write(part.getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  void finish() throws IOException {
    pipe.close();
  }

  Ending end() throws IOException, InterruptedException {
    return desk.end(process);
  }

  @Override
  public void close() throws IOException {
    finish();
  }

  /** The programs themselves, below those that tell how they end. */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    for (ProcessHandle below : process.descendants().toList()) {
      Workshop.call("kill", "-" + name, Long.toString(below.pid()));
    }
  }
}
