package waybill.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;

/** A long stream of jobs, the whole command, beside the same number of tasks from Java. */
final class Streams {
  private static final int JOBS = 10_000;
  private static final int PAIRS = 5;

  private final Path product;
  private final Path work;
  private final Probe probe;

  Streams(Path product, Path work, Probe probe) {
    this.product = product;
    this.work = work;
    this.probe = probe;
  }

  /** Nanoseconds for so many tasks from Java. */
  interface FromJava {
    long nanos(int tasks) throws InterruptedException;
  }

  void measure(FromJava fromJava) throws IOException, InterruptedException {
    String run = product.resolve("bin/waybill") + " maelstrom-run --slots=8 --file ";
    Path jobs = stream(JOBS);
    var ratios = new ArrayList<Double>();
    for (int pair = 0; pair < PAIRS; pair++) {
      double java = fromJava.nanos(JOBS);
      ratios.add(java / probe.ask("spawn " + run + jobs));
    }
    Collections.sort(ratios);
    Report.table("10,000 jobs, the whole command ÷ the rate from Java", "min", "median", "max");
    Report.row(
        "writable, 8 slots",
        Report.ratio(ratios.getFirst()),
        "**" + Report.ratio(ratios.get(PAIRS / 2)) + "**",
        Report.ratio(ratios.getLast()));
    Report.table("jobs in the stream", "peak memory, MiB");
    for (int count : new int[] {1_000, JOBS, 10 * JOBS}) {
      long kibibytes = probe.ask("peak " + run + stream(count));
      Report.row(Integer.toString(count), Long.toString(kibibytes >> 10));
    }
  }

  private Path stream(int count) throws IOException {
    Path file = work.resolve("stream-" + count);
    String layers =
        "[{\"paths\":[\""
            + work.resolve("busybox")
            + "\"],\"strip_prefix\":\""
            + work
            + "\"},"
            + "{\"stubs\":[\"/{proc,tmp}/\",\"/dev/{null,zero,random,urandom}\"]}]";
    String mounts =
        "[{\"type\":\"proc\",\"mount_point\":\"/proc\"},{\"type\":\"tmp\",\"mount_point\":\"/tmp\"},"
            + "{\"type\":\"devices\",\"devices\":[\"null\",\"zero\",\"random\",\"urandom\"]}]";
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        writer.write(
            "{\"layers\":"
                + layers
                + ",\"mounts\":"
                + mounts
                + ",\"program\":\"/busybox\",\"arguments\":[\"true\"],\"enable_writable_file_system\":true}\n");
      }
    }
    return file;
  }
}
