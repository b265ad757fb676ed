package waybill.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody with an agent of their own, whose ops get their images from the test registry.
 *
 * @param folders where this user's agent keeps what it likes
 */
record OpUser(Product product, Workshop workshop, Path folders) implements AutoCloseable {

  static OpUser of(Product product, Workshop workshop, TestImages images) throws IOException {
    Path folders = workshop.newFolder("agent");
    images.configure(folders.resolve("config"));
    product.user().own(folders);
    return new OpUser(product, workshop, folders);
  }

  /** A new project with these files. */
  Path project(Map<String, String> files) throws IOException {
    Path project = workshop.newFolder("project");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    product.user().own(project);
    return project;
  }

  Ending opctl(Path project, String... arguments) throws IOException, InterruptedException {
    return opctl(project, Map.of(), arguments);
  }

  Ending opctl(Path project, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return product.end(start(project, environment, arguments), project);
  }

  Process start(Path project, Map<String, String> environment, String... arguments)
      throws IOException {
    var words = new ArrayList<>(List.of("opctl"));
    words.addAll(List.of(arguments));
    return product.start(words, "", with(environment), project);
  }

  /** Starts any command of Waybill's. */
  Process begin(Path project, String... arguments) throws IOException {
    return product.start(List.of(arguments), "", with(Map.of()), project);
  }

  /** The same, with something to read. */
  Process feed(Path project, String input, String... arguments) throws IOException {
    return product.start(List.of(arguments), input, with(Map.of()), project);
  }

  /**
   * The same on a terminal.
   *
   * @param terminal the program of src/test/c that is one
   * @param steps what is seen and typed there
   */
  Ending onTerminal(Path terminal, Path project, List<String> steps, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(steps);
    words.addAll(List.of("--", product.program().toString(), "opctl"));
    words.addAll(List.of(arguments));
    return new Product(product.name(), product.user(), terminal, workshop)
        .run(words, "", with(Map.of("TERM", "xterm")), project);
  }

  private Map<String, String> with(Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.put("WAYBILL_CONFIG_DIR", folders.resolve("config").toString());
    all.put("WAYBILL_CACHE_DIR", folders.resolve("cache").toString());
    all.put("WAYBILL_STATE_DIR", folders.resolve("state").toString());
    all.put("WAYBILL_RUNTIME_DIR", folders.resolve("runtime").toString());
    return all;
  }

  Ending waybill(Path project, String... arguments) throws IOException, InterruptedException {
    return waybill(project, Map.of(), arguments);
  }

  Ending waybill(Path project, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return product.run(List.of(arguments), "", with(environment), project);
  }

  /** Runs lines of a shell, which finds Waybill's commands; the first that fails is the last. */
  Ending shell(Path project, String lines) throws IOException, InterruptedException {
    Path beside = product.program().resolveSibling("bin");
    Path commands = Files.isDirectory(beside) ? beside : product.program().resolveSibling(".");
    String script = "set -e\nPATH=" + commands + ":$PATH\n" + lines;
    return new Product(product.name(), product.user(), Path.of("/bin/sh"), workshop)
        .run(List.of("-c", script), "", with(Map.of()), project);
  }

  /** Ends the agent. */
  @Override
  public void close() throws IOException {
    try {
      var _ = waybill(workshop.newFolder("last"), "agent", "stop", "--force");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
