package waybill.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real registry of images, Debian's {@code docker-registry}, on a free port of loopback. */
public final class LocalRegistry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private static final long SECONDS = 20;

  private final Process process;
  private final String host;

  private LocalRegistry(Process process, String host) {
    this.process = process;
    this.host = host;
  }

  /**
   * Starts an empty one that speaks plain HTTP; skips the test where the program is missing.
   *
   * @param folder where it keeps its images
   */
  public static LocalRegistry start(Path folder) throws IOException {
    Path program = Needs.program("docker-registry");
    Path configuration =
        Files.writeString(
            folder.resolve("registry.yaml"),
            """
            version: 0.1
            storage:
              filesystem:
                rootdirectory: %s
            http:
              addr: 127.0.0.1:0
            """
                .formatted(folder.resolve("registry")));
    Process process =
        new ProcessBuilder(program.toString(), "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    boolean listening = false;
    try {
      var registry = new LocalRegistry(process, awaitHost(process));
      listening = true;
      return registry;
    } finally {
      if (!listening) {
        process.destroyForcibly();
      }
    }
  }

  /** Reads what it says until it says where it listens; all later words are read and dropped. */
  private static String awaitHost(Process process) throws IOException {
    var said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread _ = Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
        return listening.group(1);
      }
    }
    throw new IOException("docker-registry ended without listening");
  }

  /** Where it listens: {@code 127.0.0.1:PORT}. */
  public String host() {
    return host;
  }

  /**
   * Copies an image into it as it is: what is not compressed stays so.
   *
   * @param source as {@code skopeo} names images, for example {@code oci:FOLDER:TAG}
   * @param name with its tag, for example {@code library/ubuntu:latest}
   */
  public void push(String source, String name) throws IOException, InterruptedException {
    Path said = Files.createTempFile("waybill-skopeo", "");
    Process copy =
        new ProcessBuilder(
                Needs.program("skopeo").toString(),
                "--insecure-policy",
                "copy",
                "--quiet",
                "--preserve-digests",
                "--dest-tls-verify=false",
                source,
                "docker://" + host + "/" + name)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = copy.waitFor(SECONDS * 3, TimeUnit.SECONDS);
    String words = Files.readString(said);
    Files.delete(said);
    if (!ended || copy.exitValue() != 0) {
      copy.destroyForcibly();
      throw new IOException("skopeo could not copy " + source + ": " + words);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
