package waybill.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waybill.agent.client.AgentClient;
import waybill.agent.client.AgentControl;
import waybill.agent.client.AgentPlace;
import waybill.app.agent.AgentRelay;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;

/**
 * Jobs in a warm agent, beside tasks started from Java. The client is in this process: what is
 * measured is the agent, and not the start of a command.
 */
final class Jobs {
  private static final int SUBMITTED = 300;
  private static final int QUEUED = 10_000;
  private static final int SAMPLE = 500;

  private static final int LOOK_EVERY_MILLIS = 50;

  /** The most that may be waited for. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  /** What happened, and when. */
  private static final Pattern ITEM =
      Pattern.compile("\"Message\":\"([^\"]*)\".*?\"Time\":\"([^\"]*)\"", Pattern.DOTALL);

  private final Path program;
  private final Path work;
  private final Path root;
  private final Map<String, String> environment;
  private final AgentPlace place;

  Jobs(Path product, Path parent) throws IOException {
    this.program = product.resolve("bin/waybill");
    this.work = Files.createDirectories(parent.resolve("jobs"));
    this.root = parent.resolve("root");
    this.environment = new HashMap<>(System.getenv());
    for (String folder : List.of("STATE", "CACHE", "RUNTIME", "CONFIG")) {
      environment.put("WAYBILL_" + folder + "_DIR", work.resolve(folder).toString());
    }
    this.place = AgentRelay.place(product, invocation(List.of(), new ByteArrayOutputStream()));
  }

  private Invocation invocation(List<String> arguments, ByteArrayOutputStream out) {
    return new Invocation(
        arguments,
        InputStream.nullInputStream(),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
        environment,
        work,
        FixedTerminal.NONE,
        Interrupts.NONE);
  }

  /** What a program of the agent's writes. */
  private String ask(String program, String... arguments) {
    var out = new ByteArrayOutputStream();
    Exit exit = AgentClient.run(place, program, invocation(List.of(arguments), out));
    if (!exit.equals(Exit.OK)) {
      throw new IllegalStateException(program + " " + List.of(arguments) + " ended with " + exit);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String submit(String cpus, boolean wait, String... command) {
    var words =
        new ArrayList<>(
            List.of("docker", "run", "--id-only", "--wait=" + wait, "--cpu", cpus, "--memory"));
    words.addAll(List.of("10MB", "--hide-warnings", "dir:" + root, "/busybox"));
    words.addAll(List.of(command));
    return ask("bacalhau", words.toArray(String[]::new)).strip();
  }

  void measure(Streams.FromJava oneByOne, Streams.FromJava inFlight)
      throws IOException, InterruptedException {
    startAgent();
    try {
      submitted(oneByOne);
      drained(inFlight);
      Report.table("an agent that has run " + QUEUED + " jobs", "MiB resident");
      Report.row("memory", Long.toString(residentKibibytes() >> 10));
    } finally {
      var _ = AgentControl.stop(place, true);
    }
  }

  /** By the command: this process is none that an agent can be made of. */
  private void startAgent() throws IOException, InterruptedException {
    var start = new ProcessBuilder(program.toString(), "agent", "start");
    start.environment().putAll(environment);
    if (start.inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the agent does not start");
    }
  }

  private long residentKibibytes() throws IOException {
    long process = AgentControl.status(place).orElseThrow().agent().process();
    for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  private void submitted(Streams.FromJava oneByOne) throws InterruptedException {
    for (int i = 0; i < SUBMITTED / 3; i++) {
      submit("0.1", true, "true");
    }
    double task = oneByOne.nanos(SUBMITTED) / (double) SUBMITTED;
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < SUBMITTED; i++) {
      ids.add(submit("0.1", true, "true"));
    }
    List<Double> ratios = new ArrayList<>();
    for (String id : ids) {
      ratios.add(untilItRuns(ask("bacalhau", "job", "history", id, "--output", "json")) / task);
    }
    Collections.sort(ratios);
    Report.table("from submitting to running, in task starts", "min", "median", "p99");
    Report.row(
        "one after the other, warm",
        Report.ratio(ratios.getFirst()),
        "**" + Report.ratio(ratios.get(ratios.size() / 2)) + "**",
        Report.ratio(ratios.get(ratios.size() * 99 / 100)));
  }

  /** Nanoseconds. */
  private static double untilItRuns(String history) {
    Instant submitted = Instant.MAX;
    Matcher item = ITEM.matcher(history);
    while (item.find()) {
      Instant time = Instant.parse(item.group(2));
      if (item.group(1).equals("Job submitted")) {
        submitted = time;
      } else if (item.group(1).equals("Running")) {
        return Duration.between(submitted, time).toNanos();
      }
    }
    throw new IllegalStateException("it never ran: " + history);
  }

  private void drained(Streams.FromJava inFlight) throws InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    String blocker = submit(Integer.toString(processors), false, "sleep", "1000");
    var submitting = new ArrayList<Double>();
    String last = "";
    for (int i = 0; i < QUEUED; i++) {
      long start = System.nanoTime();
      last = submit("0.1", false, "true");
      submitting.add((double) (System.nanoTime() - start));
    }
    double java = inFlight.nanos(QUEUED);
    long start = System.nanoTime();
    ask("bacalhau", "job", "stop", "--quiet", blocker);
    while (!ask("bacalhau", "job", "describe", "--output", "json", last)
        .contains("\"Completed\"")) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("10,000 jobs take more than five minutes");
      }
      Thread.sleep(LOOK_EVERY_MILLIS); // asking without end would take what the jobs need
    }
    double taken = System.nanoTime() - start;
    Report.table("10,000 queued jobs of `true` ÷ the rate from Java", "");
    Report.row("processors for " + 10 * processors + " at a time", Report.ratio(java / taken));
    Report.table("submitting a job, the last 500 of 10,000 ÷ the first 500", "");
    Report.row(
        "median",
        Report.ratio(
            median(submitting.subList(QUEUED - SAMPLE, QUEUED))
                / median(submitting.subList(0, SAMPLE))));
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
