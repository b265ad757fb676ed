package waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Operations, each the whole command with the agent warm, beside the least a JVM can do and beside
 * tasks started from Java.
 */
final class Ops {
  private static final int COMMANDS_DIVISOR = 10;
  private static final int PAIRS = 9;
  private static final int SERIAL = 100;
  private static final int CALLS = 10_000;

  private final Path product;
  private final Path work;
  private final Probe probe;
  private final Path script;
  private final String opctl;

  Ops(Path product, Path parent, Probe probe) throws IOException {
    this.product = product;
    this.work = Files.createDirectories(parent.resolve("ops"));
    this.probe = probe;
    this.script = work.resolve("apart.sh");
    this.opctl = command("opctl ");
    Files.writeString(
        script,
        """
        cd %1$s
        export WAYBILL_STATE_DIR=%1$s/state WAYBILL_CACHE_DIR=%1$s/cache WAYBILL_RUNTIME_DIR=%1$s/runtime
        exec "$@" 2>>%1$s/remarks
        """
            .formatted(work));
  }

  /** With an agent, a store and a cache of its own; its remarks go to a file. */
  private String command(String words) {
    return "spawn sh " + script + " " + product.resolve("bin/waybill") + " " + words;
  }

  /**
   * @param fromJava plain tasks
   * @param containers the same as the op's containers
   */
  void measure(int rounds, Streams.FromJava fromJava, Streams.FromJava containers)
      throws IOException, InterruptedException {
    write(fromJava);
    try {
      commands(Math.max(1, rounds / COMMANDS_DIVISOR));
      serial(fromJava, containers);
      wide();
      calls();
    } finally {
      probe.ask(command("agent stop --force"));
    }
  }

  private void write(Streams.FromJava fromJava) throws IOException, InterruptedException {
    Path rootFolder = Files.createDirectories(work.resolve("root/bin"));
    Files.copy(work.resolve("../busybox"), rootFolder.resolve("busybox"));
    Path archive = work.resolve("root.tar");
    TestImages.run("tar", "-cf", archive.toString(), "-C", work.resolve("root").toString(), "bin");
    TestImages.Layout image =
        new TestImages(product.resolve("bin/waybill-launcher"), work).plain(archive);
    String container =
        "container: {image: {ref: \"oci:" + image.folder() + ":t\"}, cmd: [/bin/busybox, 'true']}";
    op("nothing", "name: nothing\n");
    op("one", "name: one\nrun:\n  " + container + "\n");
    Path few = Files.createDirectories(work.resolve("few/op"));
    Files.writeString(few.resolve("op.yml"), "name: few\ndescription: One *small* op.\n");
    for (int count : List.of(SERIAL, 2 * SERIAL)) {
      op(
          "serial" + count,
          "name: s\nrun:\n  serial:\n" + ("    - " + container + "\n").repeat(count));
    }
    for (int count : List.of(1000, 2000)) {
      op(
          "wide" + count,
          "name: w\nrun:\n  parallelLoop:\n    range: ["
              + "1, ".repeat(count - 1)
              + "1]\n    run:\n      "
              + container
              + "\n");
    }
    op(
        "calls",
        "name: c\nrun:\n  serialLoop:\n    range: ["
            + "1, ".repeat(CALLS - 1)
            + "1]\n    run:\n      op: {ref: ../nothing}\n");
    run("one");
    long _ = fromJava.nanos(SERIAL);
  }

  private void op(String name, String text) throws IOException {
    Path folder = Files.createDirectories(work.resolve(".opspec").resolve(name));
    Files.writeString(folder.resolve("op.yml"), text);
  }

  private long run(String op) throws IOException {
    return probe.ask(opctl + "run " + op);
  }

  private void commands(int rounds) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String hello =
        "spawn "
            + java
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp bench/target/classes "
            + Hello.class.getName();
    var variants =
        List.of(
            new Variant("floor: a JVM's hello", 1, () -> probe.ask(hello)),
            new Variant("`opctl ls`, warm", 1, () -> probe.ask(opctl + "ls few")),
            new Variant("`opctl run` of a container, warm", 1, () -> run("one")),
            new Variant("`opctl ls` that starts the agent", 1, this::first));
    Rounds.measure(variants, rounds);
    Rounds.report("a whole command of the agent", variants);
  }

  private long first() throws IOException {
    probe.ask(command("agent stop --force"));
    long taken = probe.ask(opctl + "ls few");
    // The others are measured warm.
    run("one");
    return taken;
  }

  /** The command's own time is the same for both lengths, and so not in their difference. */
  private void serial(Streams.FromJava fromJava, Streams.FromJava containers)
      throws IOException, InterruptedException {
    var whole = new ArrayList<Double>();
    var each = new ArrayList<Double>();
    var alike = new ArrayList<Double>();
    for (int pair = -2; pair < PAIRS; pair++) {
      double java = fromJava.nanos(SERIAL);
      double container = containers.nanos(SERIAL);
      double once = run("serial" + SERIAL);
      double twice = run("serial" + 2 * SERIAL);
      if (pair >= 0) {
        whole.add(once / java);
        each.add((twice - once) / java);
        alike.add((twice - once) / container);
      }
    }
    Report.table("an op of 100 serial containers ÷ 100 tasks from Java", "min", "median", "max");
    row("the whole command", whole);
    row("without what a command costs: 200 less 100", each);
    row("the same ÷ 100 tasks that are such containers", alike);
  }

  private void wide() throws IOException {
    var ratios = new ArrayList<Double>();
    for (int pair = -1; pair < PAIRS / 2; pair++) {
      double once = run("wide1000");
      double twice = run("wide2000");
      if (pair >= 0) {
        ratios.add(twice / once);
      }
    }
    Report.table("a parallelLoop of 2,000 containers ÷ one of 1,000", "min", "median", "max");
    row("the whole command", ratios);
  }

  private void calls() throws IOException {
    var seconds = new ArrayList<Double>();
    for (int pair = -2; pair < PAIRS; pair++) {
      double taken = run("calls") / 1e9;
      if (pair >= 0) {
        seconds.add(taken);
      }
    }
    Report.table("an op of 10,000 calls without container, seconds", "min", "median", "max");
    row("the whole command", seconds);
  }

  private static void row(String name, List<Double> values) {
    Collections.sort(values);
    Report.row(
        name,
        Report.ratio(values.getFirst()),
        "**" + Report.ratio(values.get(values.size() / 2)) + "**",
        Report.ratio(values.getLast()));
  }
}
