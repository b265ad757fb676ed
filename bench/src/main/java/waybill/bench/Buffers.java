package waybill.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Buffers: a file written into one and read out of it, beside what hashes it and what copies it
 * durably; and a stream through a run, beside pipes.
 */
final class Buffers {
  private static final int PAIRS = 3;
  private static final int TRICKLES = 5;
  private static final long MIB = 1 << 20;
  private static final long MOST_MIB = 4096;

  /** Of what is free on the disk: the file, its copy and a buffer are there at a time. */
  private static final int SHARE_OF_DISK = 12;

  private static final long FLUSH_INTERVAL_MILLIS = 1000;

  private final Tyger tyger;
  private final Path work;
  private final Path root;
  private final Probe probe;
  private final long mebibytes;

  Buffers(Tyger tyger, Path root, Probe probe) throws IOException {
    this.tyger = tyger;
    this.work = tyger.work();
    this.root = root;
    this.probe = probe;
    this.mebibytes = size(work);
  }

  /** The environment may say it: {@code WAYBILL_BENCH_MIB}. */
  private static long size(Path work) throws IOException {
    String wanted = System.getenv("WAYBILL_BENCH_MIB");
    if (wanted != null) {
      return Long.parseLong(wanted);
    }
    long free = Files.getFileStore(work).getUsableSpace() / MIB;
    return Math.min(MOST_MIB, free / SHARE_OF_DISK);
  }

  void measure() throws IOException, InterruptedException {
    Path file = file();
    stored(file);
    streamed(file);
    Files.delete(file);
    trickle();
  }

  /** Bytes that no program can make fewer of. */
  private Path file() throws IOException {
    Path file = work.resolve("bytes");
    byte[] piece = new byte[(int) MIB];
    var random = new Random(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return file;
  }

  private long spawn(String words) throws IOException {
    return probe.ask("spawn " + words);
  }

  private void stored(Path file) throws IOException, InterruptedException {
    var writes = new ArrayList<Double>();
    var reads = new ArrayList<Double>();
    var remarks = new ArrayList<String>();
    for (int pair = -1; pair < PAIRS; pair++) {
      double md5 = spawn("openssl md5 " + file);
      Path copy = work.resolve("copy");
      double copied = spawn("dd if=" + file + " of=" + copy + " bs=4M conv=fsync status=none");
      Files.delete(copy);
      String buffer = tyger.ask("buffer", "create");
      double written = spawn(tyger.command("buffer write " + buffer + " -i " + file));
      double read = spawn(tyger.command("buffer read " + buffer + " -o /dev/null"));
      tyger.ask("buffer", "delete", buffer);
      tyger.ask("buffer", "purge", buffer);
      if (pair >= 0) {
        double bound = Math.max(md5, copied);
        writes.add(bound / written);
        reads.add(bound / read);
        remarks.add(rate(md5) + " / " + rate(copied) + " / " + rate(written) + " / " + rate(read));
      }
    }
    Report.table(
        mebibytes + " MiB ÷ the smaller rate of `openssl md5` and a synced `dd`",
        "min",
        "median",
        "max");
    row("`buffer write` of a file", writes);
    row("`buffer read` to /dev/null", reads);
    Report.line("");
    Report.note("MiB/s of md5 / dd / write / read: " + String.join("; ", remarks));
    Report.table("memory of the same, MiB", "resident", "most");
    Tyger.Memory agent = tyger.memory();
    Report.row("the agent", Long.toString(agent.now()), Long.toString(agent.most()));
    String buffer = tyger.ask("buffer", "create");
    long writer = peak("buffer write " + buffer + " -i " + file);
    Report.row("`buffer write`", "", Long.toString(writer));
    Report.row("`buffer read`", "", Long.toString(peak("buffer read " + buffer + " -o /dev/null")));
    tyger.ask("buffer", "delete", buffer);
    tyger.ask("buffer", "purge", buffer);
  }

  private long peak(String arguments) throws IOException {
    return probe.ask("peak " + tyger.command(arguments)) >> 10;
  }

  private String rate(double nanos) {
    return Long.toString(Math.round(mebibytes * 1e9 / nanos));
  }

  private void streamed(Path file) throws IOException {
    Path through = work.resolve("through.sh");
    Files.writeString(through, tyger.command("run exec -f " + run()) + " <" + file);
    Path pipes = work.resolve("pipes.sh");
    Files.writeString(pipes, "cat <" + file + " | cat | cat");
    var ratios = new ArrayList<Double>();
    var remarks = new ArrayList<String>();
    for (int pair = -1; pair < PAIRS; pair++) {
      double cats = spawn("sh " + pipes);
      double taken = spawn("sh " + through);
      if (pair >= 0) {
        ratios.add(cats / taken);
        remarks.add(rate(cats) + " / " + rate(taken));
      }
    }
    Report.table(
        mebibytes + " MiB through `run exec` of `cat` ÷ `cat | cat | cat`", "min", "median", "max");
    row("ephemeral buffers", ratios);
    Report.line("");
    Report.note("MiB/s of pipes / run: " + String.join("; ", remarks));
    Report.table("memory of the same, MiB", "resident", "most");
    Tyger.Memory agent = tyger.memory();
    Report.row("the agent", Long.toString(agent.now()), Long.toString(agent.most()));
    Report.row("`run exec`", "", Long.toString(probe.ask("peak sh " + through) >> 10));
  }

  private Path run() throws IOException {
    Path file = work.resolve("cat.yml");
    Files.writeString(
        file,
        """
        job:
          codespec:
            image: dir:%s
            buffers: {inputs: [input], outputs: [output]}
            command: [/busybox, sh, -c, '/busybox cat <$INPUT_PIPE >$OUTPUT_PIPE']
          buffers: {input: _, output: _}
        """
            .formatted(root));
    return file;
  }

  /** From a byte that is written to the byte that is read, both by commands that run already. */
  private void trickle() throws IOException, InterruptedException {
    var stored = new ArrayList<Double>();
    String buffer = tyger.ask("buffer", "create");
    Process writer = tyger.tyger("buffer", "write", buffer);
    Process reader = tyger.tyger("buffer", "read", buffer);
    stored.addAll(late(writer.getOutputStream(), reader.getInputStream()));
    end(writer);
    end(reader);
    Process run = tyger.tyger("run", "exec", "-f", run().toString());
    List<Double> streamed = late(run.getOutputStream(), run.getInputStream());
    end(run);
    Report.table("a byte that comes alone, ms until it is read", "min", "median", "max");
    row(
        "through a buffer, beyond the flush interval",
        stored.stream().map(millis -> millis - FLUSH_INTERVAL_MILLIS).toList());
    row("through a run with ephemeral buffers", streamed);
  }

  /** The first byte waits for all that must begin, and does not count. */
  private static List<Double> late(OutputStream to, InputStream from) throws IOException {
    var late = new ArrayList<Double>();
    try (to) {
      for (int i = -1; i < TRICKLES; i++) {
        long start = System.nanoTime();
        to.write('x');
        to.flush();
        if (from.read() != 'x') {
          throw new IllegalStateException("another byte came");
        }
        if (i >= 0) {
          late.add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    return late;
  }

  private static void end(Process process) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a command failed: " + process.info());
    }
  }

  private static void row(String name, List<Double> unsorted) {
    var values = new ArrayList<>(unsorted);
    Collections.sort(values);
    Report.row(
        name,
        Report.ratio(values.getFirst()),
        "**" + Report.ratio(values.get(values.size() / 2)) + "**",
        Report.ratio(values.getLast()));
  }
}
