package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** Container images from a registry, layouts and archives, as people use them. */
class ImagesTest {
  private static final Pattern PINNED = Pattern.compile("latest = \"(sha256:[0-9a-f]{64})\"");

  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;
  private static TestImages images;

  @BeforeAll
  static void makeImages() throws IOException, InterruptedException {
    workshop = new Workshop(folder);
    products = workshop.products();
    images = TestImages.make(workshop.newFolder("images"));
  }

  @AfterAll
  static void stopRegistry() {
    if (images != null) {
      images.close();
    }
  }

  /** A user with a configuration and a cache of their own, in a new project. */
  private record Customer(Product product, Path project, Path config, Path cache) {

    Ending run(String input, String... arguments) throws IOException, InterruptedException {
      return run(Map.of(), input, arguments);
    }

    Ending run(Map<String, String> environment, String input, String... arguments)
        throws IOException, InterruptedException {
      return product.end(start(environment, input, arguments), project);
    }

    Process start(Map<String, String> environment, String input, String... arguments)
        throws IOException {
      var all = new HashMap<>(environment);
      all.put("WAYBILL_CONFIG_DIR", config.toString());
      all.putIfAbsent("WAYBILL_CACHE_DIR", cache.toString());
      return product.start(List.of(arguments), input, all, project);
    }

    /** Somebody else who shares the cache. */
    Customer colleague() throws IOException {
      Path other = workshop.newFolder("project");
      product.user().own(other);
      return new Customer(product, other, config, cache);
    }
  }

  private static Customer customer(Product product) throws IOException {
    Path project = workshop.newProject();
    Path config = workshop.newFolder("config");
    Path cache = workshop.newFolder("cache");
    Files.writeString(project.resolve("output"), "");
    images.configure(config);
    for (Path own : List.of(project, config, cache)) {
      product.user().own(own);
    }
    return new Customer(product, project, config, cache);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleOfTheLanguagesPagePrintsWhatThePageSays() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    Path examples = Workshop.SOURCE_TREE.resolve("examples/maelstrom");
    for (Product product : products) {
      Customer customer = customer(product);
      for (SeedExamples.Example example : SeedExamples.ALL) {
        tests.add(
            dynamicTest(
                product.name() + ": " + example.file(),
                () -> {
                  String input = Files.readString(examples.resolve(example.file() + ".json"));
                  example
                      .check()
                      .hold(
                          customer.run(
                              example.environment(),
                              input,
                              example.arguments().toArray(String[]::new)));
                  if (example.file().equals("bind")) {
                    assertThat(customer.project().resolve("output")).hasContent("foo");
                  }
                }));
      }
    }
    return tests.stream();
  }

  /** As the author of the language's page was: in one group more than its own. */
  @Test
  void aGroupMoreOfTheCallerIsSeenAsNobodys() throws IOException, InterruptedException {
    Needs.root();
    Product.User user =
        new Product.User(
            List.of(
                Needs.ordinaryUser().getFirst(),
                "--reuid=54321",
                "--regid=54321",
                "--groups=54322"),
            Optional.of(54321),
            workshop.newFolder("grouped"));
    user.own(user.home());
    Product packed = products.getLast();
    Customer customer = customer(new Product("grouped", user, packed.program(), workshop));
    Path examples = Workshop.SOURCE_TREE.resolve("examples/maelstrom");
    Map<String, String> printed =
        Map.of(
            "user", "uid=0(root) gid=0(root) groups=0(root),65534(nogroup)\n",
            "user-1234", "uid=1234 gid=0(root) groups=0(root),65534(nogroup)\n",
            "group-4321", "uid=0(root) gid=4321 groups=4321,65534(nogroup)\n");
    for (Map.Entry<String, String> example : printed.entrySet()) {
      String input = Files.readString(examples.resolve(example.getKey() + ".json"));
      assertThat(customer.run(input, "maelstrom-run", "--one").stdout())
          .isEqualTo(example.getValue());
    }
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Customer>(products, ImagesTest::customer)
        .add("a tag is looked up once", ImagesTest::aTagIsLookedUpOnce)
        .add("layouts and archives", ImagesTest::layoutsAndArchivesWorkAlike)
        .add("the directory of an image", ImagesTest::theDirectoryOfAnImage)
        .add("what an image lacks", ImagesTest::whatAnImageLacksIsSaid)
        .add("an image that is nowhere", ImagesTest::anImageThatIsNowhere)
        .add("pull, list, show, rm", ImagesTest::imagesCanBeManaged)
        .add("show and clean", ImagesTest::theCacheCanBeCleaned)
        .add("a cache of little size", ImagesTest::theCacheKeepsItsSize)
        .add("a damaged cache is mended", ImagesTest::aDamagedCacheIsMended)
        .add("two at once", ImagesTest::twoAtOnceShareOneImage)
        .add("killed while unpacking", ImagesTest::killedWhileUnpacking)
        .add("no room for an image", ImagesTest::noRoomForAnImage)
        .tests();
  }

  private static String job(String image, String uses, String... words) {
    var arguments = new ArrayList<String>();
    for (String word : List.of(words).subList(1, words.length)) {
      arguments.add("\"" + word + "\"");
    }
    return """
    {"image": {"name": "%s", "use": [%s]}, "program": "%s", "arguments": [%s]}
    """
        .formatted(image, uses, words[0], String.join(", ", arguments));
  }

  private static void aTagIsLookedUpOnce(Customer customer)
      throws IOException, InterruptedException {
    String job = job("docker://busybox", "\"layers\"", "/bin/busybox", "echo", "hi");
    assertThat(customer.run(job, "maelstrom-run", "--one").stdout()).isEqualTo("hi\n");
    String lock = Files.readString(customer.project().resolve("maelstrom-container-tags.lock"));
    Matcher pinned = PINNED.matcher(lock);
    assertThat(pinned.find()).isTrue();
    assertThat(lock).isEqualTo("version = 1\n\n[busybox]\nlatest = \"" + pinned.group(1) + "\"\n");

    Files.delete(customer.config().resolve("registries.yaml")); // nobody to ask any more
    assertThat(customer.run(job, "maelstrom-run", "--one"))
        .isEqualTo(new Ending("hi\n", "", "exit 0"));
  }

  private static void layoutsAndArchivesWorkAlike(Customer customer)
      throws IOException, InterruptedException {
    Path archive = customer.project().resolve("image.tar");
    Path saved = customer.project().resolve("saved.tar");
    String skopeo = Needs.program("skopeo").toString();
    String from = "oci:" + images.layout() + ":busybox";
    Workshop.call(skopeo, "--insecure-policy", "copy", from, "oci-archive:" + archive);
    Workshop.call(skopeo, "--insecure-policy", "copy", from, "docker-archive:" + saved + ":x:y");
    customer.product().user().own(customer.project());
    for (String name :
        List.of(
            "docker://busybox",
            "oci:" + images.layout() + ":busybox",
            "oci-archive:image.tar",
            "docker-archive:saved.tar")) {
      String job = job(name, "\"layers\", \"environment\"", "busybox", "env");
      assertThat(customer.run(job, "maelstrom-run", "--one"))
          .describedAs(name)
          .isEqualTo(
              new Ending(
                  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n",
                  "",
                  "exit 0"));
    }
  }

  private static void theDirectoryOfAnImage(Customer customer)
      throws IOException, InterruptedException {
    String all = "\"layers\", \"environment\", \"working_directory\"";
    assertThat(customer.run(job("docker://workdir", all, "pwd"), "maelstrom-run", "--one"))
        .isEqualTo(new Ending("/root\n", "", "exit 0"));
    assertThat(customer.run(job("docker://ubuntu", all, "pwd"), "maelstrom-run", "--one").stderr())
        .contains("image docker://ubuntu has no working directory to use");
  }

  private static void whatAnImageLacksIsSaid(Customer customer)
      throws IOException, InterruptedException {
    Ending ending =
        customer.run(
            job("docker://bare", "\"layers\", \"environment\"", "/bin/busybox", "true"),
            "maelstrom-run",
            "--one");
    assertThat(ending.stderr()).contains("image docker://bare has no environment to use");
    assertThat(ending.how()).isEqualTo("exit 1");
  }

  private static void anImageThatIsNowhere(Customer customer)
      throws IOException, InterruptedException {
    String host = images.registry().host();
    Ending ending =
        customer.run(
            job("docker://" + host + "/nobody/nothing", "\"layers\"", "/x"),
            "maelstrom-run",
            "--one");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr()).containsOnlyOnce("nobody/nothing").contains(host);
    assertThat(customer.run("", "image", "pull", host + "/nobody/nothing").how())
        .isEqualTo("exit 125");
  }

  private static void imagesCanBeManaged(Customer customer)
      throws IOException, InterruptedException {
    assertThat(customer.run("", "image", "pull", "busybox").stdout())
        .matches("sha256:[0-9a-f]{64}\n");
    assertThat(customer.run("", "image", "list").stdout())
        .startsWith("IMAGE")
        .contains("docker.io/library/busybox:latest");
    assertThat(customer.run("", "image", "list", "-o", "json").stdout())
        .startsWith("{\"v\":1,\"images\":[{")
        .endsWith("}]}\n");
    assertThat(customer.run("", "image", "show", "busybox").stdout())
        .contains("PATH=/usr/local/sbin", "1 of 1 for a single user");
    assertThat(customer.run("", "image", "show", "alpine").stderr())
        .contains("alpine is not here", "waybill image pull alpine");
    assertThat(customer.run("", "image", "rm", "busybox").how()).isEqualTo("exit 0");
    assertThat(customer.run("", "image", "rm", "busybox").how()).isEqualTo("exit 125");
    assertThat(customer.run("", "image", "list").stdout().lines()).hasSize(1);
  }

  private static void theCacheCanBeCleaned(Customer customer)
      throws IOException, InterruptedException {
    customer.run("", "image", "pull", "busybox");
    assertThat(customer.run("", "cache", "show").stdout()).containsPattern("layer +1 ");
    assertThat(customer.run("", "cache", "show", "--output", "json").stdout())
        .contains("\"kind\":\"layer\"", "\"kind\":\"blob\"");
    assertThat(customer.run("", "cache", "clean", "--older-than", "1d").stdout())
        .startsWith("removed 0 entries");
    assertThat(customer.run("", "cache", "clean", "--older-than", "soon").how())
        .isEqualTo("exit 2");
    assertThat(customer.run("", "cache", "clean").stdout()).doesNotStartWith("removed 0 ");
    assertThat(customer.run("", "cache", "show").stdout()).containsPattern("all +0 +0 B");
    String job = job("docker://busybox", "\"layers\"", "/bin/busybox", "echo", "again");
    assertThat(customer.run(job, "maelstrom-run", "--one").stdout()).isEqualTo("again\n");
  }

  private static void theCacheKeepsItsSize(Customer customer)
      throws IOException, InterruptedException {
    String job =
        """
        {"layers": [{"paths": ["busybox"]}, {"stubs": ["/%s"]}], "program": "/busybox",
         "arguments": ["true"]}
        """;
    customer.run(job.formatted("before"), "maelstrom-run", "--one");
    Ending ending =
        customer.run(job.formatted("after"), "maelstrom-run", "--one", "--cache-size", "1 kB");
    assertThat(ending).isEqualTo(new Ending("", "", "exit 0"));
    assertThat(customer.run("", "cache", "show").stdout())
        .describedAs("what is in use stays, however large")
        .containsPattern("layer +2 ");
  }

  private static void aDamagedCacheIsMended(Customer customer)
      throws IOException, InterruptedException {
    String job = job("docker://busybox", "\"layers\"", "/bin/busybox", "echo", "well");
    customer.run(job, "maelstrom-run", "--one");
    Path layers = customer.cache().resolve("layers/sha256");
    try (Stream<Path> files = Files.walk(layers)) {
      Path busybox = files.filter(file -> file.endsWith("bin/busybox")).findFirst().orElseThrow();
      Files.delete(busybox);
    }
    assertThat(customer.run("", "cache", "clean", "--damaged").stdout())
        .startsWith("removed 1 entries");
    for (String lost : List.of("layers/sha256", "blobs", "images")) {
      Workshop.call("rm", "-rf", customer.cache().resolve(lost).toString());
      assertThat(customer.run(job, "maelstrom-run", "--one"))
          .describedAs("without %s", lost)
          .isEqualTo(new Ending("well\n", "", "exit 0"));
    }
  }

  private static void twoAtOnceShareOneImage(Customer customer)
      throws IOException, InterruptedException {
    String job = job("docker://ubuntu", "\"layers\"", "/bin/cat", "/etc/debian_version");
    Customer other = customer.colleague();
    Process first = customer.start(Map.of(), job, "maelstrom-run", "--one");
    Ending second = other.run(job, "maelstrom-run", "--one");
    Ending ended = customer.product().end(first, customer.project());
    assertThat(List.of(ended.how(), second.how())).containsOnly("exit 0");
    assertThat(ended.stdout()).isEqualTo(second.stdout()).isNotEmpty();
    assertThat(customer.run("", "cache", "show").stdout()).containsPattern("layer +1 ");
  }

  private static void killedWhileUnpacking(Customer customer)
      throws IOException, InterruptedException {
    String job = job("docker://ubuntu", "\"layers\"", "/bin/cat", "/etc/debian_version");
    Process command = customer.start(Map.of(), job, "maelstrom-run", "--one");
    Path tmp = customer.cache().resolve("layers/tmp");
    while (command.isAlive() && !Files.exists(tmp)) {
      Thread.onSpinWait();
    }
    command.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(customer.run(job, "maelstrom-run", "--one").how()).isEqualTo("exit 0");
    assertThat(tmp).doesNotExist();
    assertThat(customer.run("", "cache", "show").stdout())
        .containsPattern("layer +1 ")
        .containsPattern("partial blob +0 ");
  }

  private static void noRoomForAnImage(Customer customer) throws IOException, InterruptedException {
    try (SmallDisk disk = new SmallDisk(workshop.newFolder("disk"), 50_000)) {
      customer.product().user().own(disk.folder());
      Ending ending =
          customer.run(
              Map.of("WAYBILL_CACHE_DIR", disk.folder().toString()), "", "image", "pull", "ubuntu");
      assertThat(ending.how()).isEqualTo("exit 125");
      assertThat(ending.stderr()).containsOnlyOnce("No space left on device");
      assertThat(disk.folder().resolve("layers/tmp")).doesNotExist();
    }
  }
}
