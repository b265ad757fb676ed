package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** Verbs about images and the cache when they are used wrongly, and what they say of themselves. */
class ImageVerbsTest {
  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;
  private static Path layout;

  @BeforeAll
  static void makeLayout() throws IOException, InterruptedException {
    String umoci = Needs.program("umoci").toString();
    workshop = new Workshop(folder);
    products = workshop.products();
    layout = workshop.newFolder("layouts").resolve("layout");
    Path tree = workshop.newFolder("tree");
    Files.copy(Needs.busybox(), tree.resolve("busybox"));
    Workshop.call(umoci, "init", "--layout", layout.toString());
    Workshop.call(umoci, "new", "--image", layout + ":small");
    Workshop.call(
        umoci, "insert", "--rootless", "--image", layout + ":small", tree.toString(), "/");
    Workshop.call("chmod", "-R", "a+rX", layout.toString());
  }

  /** Somebody with a cache and a configuration of their own. */
  private record Customer(Product product, Path project) {

    Ending run(String... arguments) throws IOException, InterruptedException {
      product.user().own(project);
      return product.run(
          List.of(arguments),
          "",
          Map.of(
              "WAYBILL_CACHE_DIR",
              project.resolve("cache").toString(),
              "WAYBILL_CONFIG_DIR",
              project.resolve("config").toString()),
          project);
    }

    /** One failure, in one block, that says so much; and nothing is left of the attempt. */
    void isRefused(int status, String what, String... arguments)
        throws IOException, InterruptedException {
      Ending ending = run(arguments);
      assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit " + status);
      assertThat(ending.stdout()).isEmpty();
      assertThat(ending.stderr()).startsWith("error: ").containsOnlyOnce("error:").contains(what);
      assertThat(project.resolve("cache/layers/tmp")).doesNotExist();
    }

    void registries(String text) throws IOException {
      Files.createDirectories(project.resolve("config"));
      Files.writeString(project.resolve("config/registries.yaml"), text);
    }
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Customer>(
            products, product -> new Customer(product, workshop.newFolder("project")))
        .add("malformed names", ImageVerbsTest::malformedNamesAreRefused)
        .add("images that are nowhere", ImageVerbsTest::imagesThatAreNowhere)
        .add("damaged images", ImageVerbsTest::damageIsFound)
        .add("mistakes in registries.yaml", ImageVerbsTest::mistakesHaveAPlace)
        .add("wrong options", ImageVerbsTest::wrongOptionsAreRefused)
        .add("help", ImageVerbsTest::helpBeginsWithExamples)
        .add("completion", ImageVerbsTest::bashCompletes)
        .tests();
  }

  private static void malformedNamesAreRefused(Customer customer)
      throws IOException, InterruptedException {
    customer.isRefused(125, "not a name of lower-case letters", "image", "pull", "UPPER");
    customer.isRefused(125, "unexpected end at column 10", "image", "pull", "docker://");
    customer.isRefused(125, "unexpected ` `", "image", "pull", "a b");
    customer.isRefused(125, "64 hexadecimal digits", "image", "pull", "x@sha256:12");
    customer.isRefused(125, "unexpected end at column 5 of `oci:`", "image", "pull", "oci:");
    customer.isRefused(2, "nothing to get for `dir:/tmp`", "image", "pull", "dir:/tmp");
  }

  private static void imagesThatAreNowhere(Customer customer)
      throws IOException, InterruptedException {
    Files.createDirectory(customer.project().resolve("empty"));
    customer.isRefused(125, "no index.json is there", "image", "pull", "oci:empty");
    customer.isRefused(125, "the layout has small", "image", "pull", "oci:" + layout + ":large");
    customer.isRefused(125, "No such file or directory", "image", "pull", "oci-archive:none.tar");
    customer.isRefused(125, "Is a directory", "image", "pull", "docker-archive:empty");
    customer.isRefused(125, "no tar archive", "image", "pull", "oci-archive:/etc/passwd");
    customer.isRefused(125, "connection refused", "image", "pull", "127.0.0.1:1/x/y");
    customer.isRefused(125, "waybill image pull nope", "image", "show", "nope");
    customer.isRefused(125, "error: the image nope is not here", "image", "rm", "nope");
  }

  private static void damageIsFound(Customer customer) throws IOException, InterruptedException {
    Path copy = customer.project().resolve("copy");
    Workshop.call("cp", "-r", layout.toString(), copy.toString());
    Path largest = customer.project();
    try (Stream<Path> blobs = Files.list(copy.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        largest = Files.isRegularFile(largest) && size(largest) > size(blob) ? largest : blob;
      }
    }
    byte[] content = Files.readAllBytes(largest);
    content[content.length / 2] ^= 1;
    Files.write(largest, content);
    customer.isRefused(125, "damaged", "image", "pull", "oci:copy:small");
    Files.write(largest, new byte[7], StandardOpenOption.TRUNCATE_EXISTING);
    customer.isRefused(125, "has 7 bytes", "image", "pull", "oci:copy:small");
    Files.delete(largest);
    customer.isRefused(125, "is not there", "image", "pull", "oci:copy:small");
    Files.writeString(copy.resolve("index.json"), "{");
    customer.isRefused(125, "not good JSON", "image", "pull", "oci:copy:small");
    assertThat(customer.run("image", "list").stdout().lines()).hasSize(1);
  }

  private static long size(Path file) throws IOException {
    return Files.size(file);
  }

  private static void mistakesHaveAPlace(Customer customer)
      throws IOException, InterruptedException {
    customer.registries("h:\n  plain-htp: true\n  mirrors: 5\n");
    Ending ending = customer.run("image", "pull", "h:1/x");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr())
        .contains("registries.yaml:2:3: error: `plain-htp`", "did you mean `plain-http`?")
        .contains("registries.yaml:3:12: error: here should be a list of mirrors");
    customer.registries("a: [\n");
    assertThat(customer.run("image", "pull", "h:1/x").stderr()).contains("registries.yaml:2:1: ");
    customer.registries("docker.io:\n  mirrors: [no host]\n");
    assertThat(customer.run("image", "pull", "x").stderr())
        .contains("registries.yaml:2:13: error: `no host` is not the name of a mirror", "^^^^^^^");
    Files.writeString(
        customer.project().resolve("job.json"),
        "{\"image\": {\"name\": \"docker://x\", \"use\": [\"layers\"]}, \"program\": \"/x\"}");
    Ending job = customer.run("run", "job.json");
    assertThat(job.how()).isEqualTo("exit 125");
    assertThat(job.stderr()).contains("registries.yaml:2:13: `no host` is not the name");
    customer.registries("a.example:\n  authorities: [none.pem]\n");
    assertThat(customer.run("image", "pull", "x").stderr()).doesNotContain("none.pem");
    customer.isRefused(125, "config/none.pem for its registry", "image", "pull", "a.example/x");
  }

  private static void wrongOptionsAreRefused(Customer customer)
      throws IOException, InterruptedException {
    for (String verb : List.of("pull", "show", "rm")) {
      customer.isRefused(2, "IMAGE", "image", verb);
    }
    customer.isRefused(2, "one of pull, list, show, rm", "image");
    customer.isRefused(2, "single or range", "image", "pull", "--ids", "both", "x");
    customer.isRefused(2, "unknown command `frobnicate`", "cache", "frobnicate");
    customer.isRefused(2, "text or json", "cache", "show", "-o", "events");
    customer.isRefused(2, "`--down-to` cannot be `-5GB`", "cache", "clean", "--down-to", "-5GB");
    customer.isRefused(
        2, "different ways to choose", "cache", "clean", "--down-to", "5GB", "--older-than", "1d");
    customer.isRefused(2, "unexpected argument `x`", "image", "list", "x");
  }

  private static void helpBeginsWithExamples(Customer customer)
      throws IOException, InterruptedException {
    for (String verb :
        List.of(
            "image",
            "image pull",
            "image list",
            "image show",
            "image rm",
            "cache",
            "cache show",
            "cache clean",
            "completion")) {
      Ending ending = customer.run((verb + " -h").split(" ", -1));
      assertThat(ending.how()).describedAs(verb).isEqualTo("exit 0");
      assertThat(ending.stderr()).isEmpty();
      assertThat(ending.stdout()).startsWith("Examples:\n  ");
      assertThat(ending.stdout()).contains("Usage: waybill " + verb);
    }
  }

  private static void bashCompletes(Customer customer) throws IOException, InterruptedException {
    Path script = customer.project().resolve("completion");
    Files.writeString(script, customer.run("completion").stdout());
    assertThat(completed(script, "image", "")).contains("pull", "list", "show", "rm");
    assertThat(completed(script, "cac")).containsExactly("cache");
    assertThat(completed(script, "cache", "clean", "--")).contains("--older-than", "--down-to");
    assertThat(completed(script, "image", "pull", "--ids", "")).containsExactly("single", "range");
    assertThat(completed(script, "image", "list", "--output", "")).contains("text", "json");
  }

  /** What bash would offer; a stand-in for `compopt`, which wants somebody at the keyboard. */
  private static List<String> completed(Path script, String... words)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Needs.program("bash").toString(),
                "-c",
                """
                compopt() { :; }
                . "$1"; shift
                COMP_WORDS=(waybill "$@") COMP_CWORD=$#
                function=$(complete -p waybill); function=${function#*-F }
                ${function%% *} && printf '%s\\n' "${COMPREPLY[@]}"
                """,
                "bash",
                script.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
    return said.lines().map(String::strip).toList();
  }
}
