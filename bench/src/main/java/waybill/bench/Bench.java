package waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Root;
import waybill.sandbox.ControlGroups;
import waybill.sandbox.LaunchPlan;
import waybill.sandbox.LaunchReport;
import waybill.sandbox.Launcher;
import waybill.sandbox.LauncherSettings;
import waybill.sandbox.OutputListener;
import waybill.sandbox.RecordedPlan;
import waybill.sandbox.RunningTask;

/**
 * What a task costs beside vfork and exec of the same program. Everything of one table is measured
 * in one run, in random order within each round, so that the machine's moods meet all alike.
 *
 * <p>Arguments: the built product's folder, the probe, a static busybox, an empty folder to work
 * in, the file for the results, and how many rounds.
 */
public final class Bench {
  private static final int LIMITED_FROM = 2;
  private static final int TASKS = 2000;
  private static final int PAIRS = 9;
  private static final int IN_FLIGHT = 8;

  private final Path product;
  private final Path launcher;
  private final Path probe;
  private final Path busybox;
  private final Path work;
  private final int rounds;

  private Bench(String[] arguments) {
    product = Path.of(arguments[0]).toAbsolutePath();
    launcher = product.resolve("bin/waybill-launcher");
    probe = Path.of(arguments[1]);
    busybox = Path.of(arguments[2]);
    work = Path.of(arguments[3]).toAbsolutePath();
    rounds = Integer.parseInt(arguments[5]);
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var bench = new Bench(arguments);
    Report.line("# Benchmarks\n");
    Machine.describe();
    bench.run();
    Files.writeString(Path.of(arguments[4]), Report.text());
  }

  static int hostId() {
    return System.getProperty("user.name").equals("root") ? 0x70000000 : 0;
  }

  private void run() throws IOException, InterruptedException {
    Path root = makeRoot(work, busybox);
    Optional<ControlGroups> groups = ControlGroups.find();
    var plans = new ArrayList<LaunchPlan>();
    LaunchPlan container = Tasks.container(root);
    plans.add(Tasks.plan(root, Root.Access.READ_ONLY, false));
    plans.add(Tasks.plan(root, Root.Access.WRITABLE_IN_MEMORY, false));
    if (groups.isPresent()) {
      plans.add(Tasks.plan(root, Root.Access.READ_ONLY, true));
      plans.add(Tasks.plan(root, Root.Access.WRITABLE_IN_MEMORY, true));
    } else {
      Report.note("rows with control groups are left out: none can be made here");
    }
    var settings =
        new LauncherSettings(
            launcher, work, 2, hostId(), ControlGroups.find(), LauncherSettings.Kernel.PROBED);
    try (var native_ = Probe.start(probe, busybox, launcher, recorded(work, plans, groups));
        Launcher started = Launcher.start(settings)) {
      started.awaitReady();
      starts(plans, root, native_, started);
      throughput(plans, native_, started);
      new Commands(product, work, busybox, native_).measure(rounds);
      new Streams(product, work, native_)
          .measure(tasks -> inFlight(started, plans.get(1), IN_FLIGHT, tasks));
      new Ops(product, work, native_)
          .measure(
              rounds,
              tasks -> oneByOne(started, plans.get(1), tasks),
              tasks -> oneByOne(started, container, tasks));
      new Jobs(product, work)
          .measure(
              tasks -> oneByOne(started, plans.get(1), tasks),
              tasks -> inFlight(started, plans.get(1), IN_FLIGHT, tasks));
      try (var tyger = new Tyger(product, work.resolve("tyger"))) {
        new Buffers(tyger, root, native_).measure();
        LaunchPlan run = Tasks.run(root);
        new Runs(tyger, root)
            .measure(
                tasks -> inFlight(started, plans.get(1), IN_FLIGHT, tasks),
                tasks -> inFlight(started, run, IN_FLIGHT, tasks));
      }
      new Images(product, work, native_).measure();
    }
  }

  /** A root with a program in it. */
  static Path makeRoot(Path work, Path busybox) throws IOException {
    Path root = Files.createDirectories(work.resolve("root"));
    for (String folder : List.of("proc", "tmp", "dev", "sys")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String device : List.of("null", "zero", "random", "urandom")) {
      Files.write(root.resolve("dev").resolve(device), new byte[0]);
    }
    Files.copy(busybox, root.resolve("busybox"));
    return root;
  }

  /** What the probe sends to its launcher: for each plan, what prepares it and what starts it. */
  static Path recorded(Path work, List<LaunchPlan> plans, Optional<ControlGroups> groups)
      throws IOException {
    Path file = work.resolve("frames");
    var bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < plans.size(); i++) {
      var frames = new java.io.ByteArrayOutputStream();
      if (i == LIMITED_FROM) {
        frames.writeBytes(RecordedPlan.groupsFrame(groups.orElseThrow()));
      }
      frames.writeBytes(RecordedPlan.rootFrame(plans.get(i), i));
      record(bytes, frames.toByteArray());
      record(bytes, RecordedPlan.launchFrame(plans.get(i), 1, i));
    }
    Files.write(file, bytes.toByteArray());
    return file;
  }

  private static void record(java.io.ByteArrayOutputStream bytes, byte[] frames) {
    var size = java.nio.ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(size.putInt(frames.length).array());
    bytes.writeBytes(frames);
  }

  private static String name(int plan) {
    return (plan % 2 == 0 ? "read-only" : "writable")
        + (plan >= LIMITED_FROM ? ", control group limits" : "");
  }

  private void starts(List<LaunchPlan> plans, Path root, Probe native_, Launcher started)
      throws IOException, InterruptedException {
    var variants = new ArrayList<Variant>();
    variants.add(new Variant("floor: vfork + exec", 1, () -> native_.ask("floor")));
    for (int i = 0; i < plans.size(); i++) {
      int number = i;
      native_.ask("prepare " + 2 * i);
      variants.add(
          new Variant(
              "launcher alone, " + name(i), 1, () -> native_.ask("launch " + (2 * number + 1))));
      LaunchPlan plan = plans.get(i);
      variants.add(new Variant("from Java, " + name(i), 1, () -> fromJava(started, plan)));
    }
    variants.addAll(Peers.find(root, work, native_));
    Rounds.measure(variants, rounds);
    Rounds.report("start to end of `true`", variants);
  }

  private static long fromJava(Launcher launcher, LaunchPlan plan) throws InterruptedException {
    long begun = System.nanoTime();
    check(launcher.launch(plan, OutputListener.NONE).await());
    return System.nanoTime() - begun;
  }

  private static long oneByOne(Launcher launcher, LaunchPlan plan, int tasks)
      throws InterruptedException {
    long nanos = 0;
    for (int i = 0; i < tasks; i++) {
      nanos += fromJava(launcher, plan);
    }
    return nanos;
  }

  private static void check(LaunchReport report) {
    if (!(report instanceof LaunchReport.Ended ended) || ended.status() != 0) {
      throw new IllegalStateException("a measured task went wrong: " + report);
    }
  }

  /**
   * Floor and task rates in pairs, next to each other in time; the median of the ratios is quoted.
   */
  private void throughput(List<LaunchPlan> plans, Probe native_, Launcher started)
      throws IOException, InterruptedException {
    Report.table("tasks a second from Java ÷ floor with 8 in parallel", "min", "median", "max");
    for (int i = 0; i < plans.size(); i++) {
      for (int inFlight : List.of(8, 64)) {
        var ratios = new ArrayList<Double>();
        for (int pair = -1; pair < PAIRS; pair++) {
          double floor = native_.ask("floors 8 " + TASKS);
          double ratio = floor / inFlight(started, plans.get(i), inFlight, TASKS);
          if (pair >= 0) {
            ratios.add(ratio);
          }
        }
        Collections.sort(ratios);
        Report.row(
            name(i) + ", " + inFlight + " in flight",
            Report.ratio(ratios.getFirst()),
            "**" + Report.ratio(ratios.get(PAIRS / 2)) + "**",
            Report.ratio(ratios.getLast()));
      }
    }
  }

  private static long inFlight(Launcher launcher, LaunchPlan plan, int limit, int tasks)
      throws InterruptedException {
    var running = new ArrayDeque<RunningTask>();
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      if (running.size() == limit) {
        check(running.removeFirst().await());
      }
      running.add(launcher.launch(plan, OutputListener.NONE));
    }
    for (RunningTask task : running) {
      check(task.await());
    }
    return System.nanoTime() - begun;
  }
}
