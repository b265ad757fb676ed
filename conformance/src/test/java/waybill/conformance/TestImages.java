package waybill.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import waybill.testing.LocalRegistry;
import waybill.testing.Needs;

/**
 * A registry with images made of Debian's packages, and the configuration that makes Waybill ask it
 * instead of the world's: {@code docker://ubuntu} works as written, and is a small Debian.
 */
final class TestImages implements AutoCloseable {
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Files of the large image. */
  private static final int LARGE = 10_000;

  private static final Stock.Thing SYSTEMS = kept("systems", TestImages::addSystems);
  private static final Stock.Thing OPS = kept("ops", TestImages::addForOps);
  private static final Stock.Thing CASES = kept("cases", TestImages::addForCases);

  private final LocalRegistry registry;
  private final Path layout;

  private TestImages(LocalRegistry registry, Path layout) {
    this.registry = registry;
    this.layout = layout;
  }

  /** Adds images. */
  private interface Maker {
    void addTo(TestImages images, Path folder) throws IOException, InterruptedException;
  }

  /** What a registry and a layout keep of images that several classes begin with. */
  private static Stock.Thing kept(String name, Maker maker) {
    return new Stock.Thing(
        name,
        folder -> {
          try (TestImages images = begin(Files.createDirectory(folder))) {
            maker.addTo(images, folder);
          }
        });
  }

  private static TestImages begin(Path folder) throws IOException, InterruptedException {
    Path layout = folder.resolve("layout");
    Workshop.call(Needs.program("umoci").toString(), "init", "--layout", layout.toString());
    return new TestImages(LocalRegistry.start(folder), layout);
  }

  private static TestImages copy(Stock.Thing kept, Path folder)
      throws IOException, InterruptedException {
    for (String part : List.of("layout", "registry")) {
      Workshop.call("cp", "-a", kept.get().resolve(part).toString(), folder.toString());
    }
    return new TestImages(LocalRegistry.start(folder), folder.resolve("layout"));
  }

  /** Those of whole systems and of programs that need none, and starts the registry. */
  static TestImages make(Path folder) throws IOException, InterruptedException {
    Needs.root();
    return copy(SYSTEMS, folder);
  }

  private static void addSystems(TestImages images, Path folder)
      throws IOException, InterruptedException {
    images.add("busybox", busybox(folder), "--config.env", PATH);
    images.add("ubuntu", debian(folder), "--config.env", PATH);
    images.addLike("ubuntu", "workdir", "--config.workingdir", "/root");
    images.add("bare", busybox(folder));
    Workshop.call("chmod", "-R", "a+rX", images.layout.toString());
  }

  /** Only a small image, under the names by which operations ask for one. */
  static TestImages makeForOps(Path folder) throws IOException, InterruptedException {
    return copy(OPS, folder);
  }

  private static void addForOps(TestImages images, Path folder)
      throws IOException, InterruptedException {
    images.add("alpine", busybox(folder), "--config.env", PATH, "--config.cmd", "/bin/sh");
    images.registry.push("oci:" + images.layout + ":alpine", "linuxcontainers/alpine:latest");
  }

  /** Small images instead of those that the examples of jobs name. */
  static TestImages makeForJobs(Path folder) throws IOException, InterruptedException {
    TestImages images = makeForOps(folder);
    Path bin = busybox(folder).resolve("bin");
    String alpine = "oci:" + images.layout + ":alpine";
    images.registry.push(alpine, "library/busybox:1.37.0");
    images.registry.push(alpine, "library/ubuntu:latest");
    Path python = bin.resolve("python");
    Files.writeString(python, "#!/bin/sh\n[ \"$2\" != \"print('hello')\" ] || echo hello\n");
    Workshop.call("chmod", "a+x", python.toString());
    images.add("python", busybox(folder), "--config.env", PATH);
    images.registry.push("oci:" + images.layout + ":python", "library/python:3.9-slim");
    return images;
  }

  /**
   * Those that the cases of jobs name: a busybox, a curl that is a script, and one for each way of
   * having an entrypoint (E) and a command (C).
   */
  static TestImages makeForCases(Path folder) throws IOException, InterruptedException {
    return copy(CASES, folder);
  }

  private static void addForCases(TestImages images, Path folder)
      throws IOException, InterruptedException {
    addForOps(images, folder);
    Path tree = busybox(folder);
    Files.createDirectories(tree.resolve("var/spool"));
    Files.createDirectories(tree.resolve("var/www"));
    Path printenv = Files.writeString(tree.resolve("bin/printenv"), "#!/bin/sh\nexec env\n");
    Path curl =
        Files.writeString(
            tree.resolve("bin/curl"),
            """
            #!/bin/sh
            for url in "$@"; do :; done
            at=$(echo "${url#http://}" | sed s/localhost/127.0.0.1/)
            printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc "${at%:*}" "${at#*:}" || exit 7
            """);
    Workshop.call("chmod", "a+x", curl.toString(), printenv.toString());
    images.add("cases", tree, "--config.env", PATH);
    images.registry.push("oci:" + images.layout + ":cases", "library/busybox:1.37.0");
    images.registry.push("oci:" + images.layout + ":cases", "curlimages/curl:8.1.0");
    List<String> entrypoint = List.of("--config.entrypoint", "/bin/echo");
    List<String> command = List.of("--config.cmd", "echo", "--config.cmd", "This is from CMD");
    for (String name : List.of("neither", "e", "c", "ec")) {
      var words = new ArrayList<>(List.of("--config.env", PATH));
      words.addAll(name.startsWith("e") ? entrypoint : List.of());
      words.addAll(name.endsWith("c") ? command : List.of());
      images.add(name, tree, words.toArray(String[]::new));
    }
  }

  /** A small one for codespecs, and the {@code ffmpeg} that their guide is about. */
  static TestImages makeForCodespecs(Path folder) throws IOException, InterruptedException {
    TestImages images = makeForOps(folder);
    images.registry.push("oci:" + images.layout + ":alpine", "library/busybox:latest");
    images.registry.push(FfmpegImage.make(folder), "linuxserver.io/ffmpeg:latest");
    return images;
  }

  /** One more, whose unpacking takes long enough to be seen: it has very many files. */
  static TestImages makeWithLarge(Path folder) throws IOException, InterruptedException {
    TestImages images = makeForOps(folder);
    Path tree = Files.createDirectory(folder.resolve("large"));
    Workshop.call("cp", "-a", busybox(folder) + "/.", tree.toString());
    for (int i = 0; i < LARGE; i++) {
      Path place = tree.resolve("d" + i % 100);
      Files.createDirectories(place);
      Files.writeString(place.resolve("f" + i), "content " + i);
    }
    // umoci forgets the end of an archive whose last entry has content.
    Files.createSymbolicLink(tree.resolve("last"), Path.of("bin"));
    images.add("large", tree, "--config.env", PATH);
    return images;
  }

  /** Where the registry listens. */
  LocalRegistry registry() {
    return registry;
  }

  /** A layout of the Open Container Initiative with all of the images, by their names. */
  Path layout() {
    return layout;
  }

  /** Writes the configuration for a user. */
  void configure(Path configFolder) throws IOException {
    Files.createDirectories(configFolder);
    Files.writeString(
        configFolder.resolve("registries.yaml"),
        """
        docker.io:
          mirrors: [%1$s]
        ghcr.io:
          mirrors: [%1$s]
        quay.io:
          mirrors: [%1$s]
        %1$s:
          plain-http: true
        """
            .formatted(registry.host()));
  }

  private void add(String name, Path tree, String... configuration)
      throws IOException, InterruptedException {
    String umoci = Needs.program("umoci").toString();
    String image = layout + ":" + name;
    Workshop.call(umoci, "new", "--image", image);
    Workshop.call(umoci, "insert", "--image", image, tree.toString(), "/");
    addLike(name, name, configuration);
  }

  /** An image of the files of one that is there, with more in its configuration. */
  private void addLike(String other, String name, String... configuration)
      throws IOException, InterruptedException {
    String umoci = Needs.program("umoci").toString();
    var words = new ArrayList<>(List.of(umoci, "config", "--image", layout + ":" + other));
    words.addAll(List.of("--tag", name, "--os", "linux"));
    words.addAll(List.of(configuration));
    Workshop.call(words.toArray(String[]::new));
    registry.push("oci:" + layout + ":" + name, "library/" + name + ":latest");
  }

  private static Path busybox(Path folder) throws IOException, InterruptedException {
    Path tree = folder.resolve("busybox");
    if (!Files.exists(tree)) {
      Path bin = Files.createDirectories(tree.resolve("bin"));
      Files.copy(Needs.busybox(), bin.resolve("busybox"));
      Workshop.call(bin.resolve("busybox").toString(), "--install", "-s", bin.toString());
      relinkAll(bin);
    }
    return tree;
  }

  /** The links that busybox makes lead to where it lies on this machine. */
  private static void relinkAll(Path bin) throws IOException {
    try (Stream<Path> files = Files.list(bin)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("busybox"));
      }
    }
  }

  /** The smallest Debian that can install packages, from the mirror that this machine uses. */
  private static Path debian(Path folder) throws IOException, InterruptedException {
    Needs.program("debootstrap");
    Path tree = folder.resolve("debian");
    String script = Workshop.SOURCE_TREE.resolve("conformance/src/test/sh/debian.sh").toString();
    Workshop.call("sh", script, tree.toString());
    return tree;
  }

  @Override
  public void close() {
    registry.close();
  }
}
