package waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long a whole command takes, from nothing to its end, beside the least a JVM can do. */
final class Commands {
  /**
   * A command takes as long as fifty tasks: fewer rounds than for those, and as long all the same.
   */
  private static final int ROUNDS_DIVISOR = 5;

  private final Path product;
  private final Path work;
  private final Probe probe;

  Commands(Path product, Path work, Path busybox, Probe probe) throws IOException {
    this.product = product;
    this.work = work;
    this.probe = probe;
    Files.copy(busybox, work.resolve("busybox"));
  }

  void measure(int rounds) throws IOException, InterruptedException {
    Path job = work.resolve("one.json");
    Files.writeString(
        job,
        "{\"layers\":[{\"paths\":[\""
            + work.resolve("busybox")
            + "\"],\"strip_prefix\":\""
            + work
            + "\"}],"
            + "\"program\":\"/busybox\",\"arguments\":[\"true\"]}");
    TestImages.run(
        "tar", "-cf", work.resolve("one.tar").toString(), "-C", work.toString(), "busybox");
    TestImages.Layout image =
        new TestImages(product.resolve("bin/waybill-launcher"), work)
            .plain(work.resolve("one.tar"));
    Path ofImage = work.resolve("one-image.json");
    Files.writeString(
        ofImage,
        "{\"image\":{\"name\":\"oci:"
            + image.folder()
            + ":t\",\"use\":[\"layers\"]},"
            + "\"program\":\"/busybox\",\"arguments\":[\"true\"]}");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String hello =
        "spawn "
            + java
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp bench/target/classes "
            + Hello.class.getName();
    String waybill = "spawn " + product.resolve("bin/waybill") + " ";
    var variants =
        List.of(
            new Variant("floor: a JVM's hello", 1, () -> probe.ask(hello)),
            new Variant("`waybill version`", 1, () -> probe.ask(waybill + "version")),
            new Variant(
                "`maelstrom-run --one` of `true`",
                1,
                () -> probe.ask(waybill + "maelstrom-run --one --file " + job)),
            new Variant(
                "`maelstrom-run --one` of `true` in an image",
                1,
                () -> probe.ask(waybill + "maelstrom-run --one --file " + ofImage)));
    Rounds.measure(variants, rounds / ROUNDS_DIVISOR);
    Rounds.report("a whole command", variants);
  }
}
