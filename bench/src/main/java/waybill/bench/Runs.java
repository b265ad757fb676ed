package waybill.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import waybill.agent.client.AgentHold;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/**
 * Runs in a warm agent beside tasks from Java, and pages of codespecs. The client is in this
 * process: what is measured is the agent, and not the start of a command.
 */
final class Runs {
  private static final int RUNS = 1000;
  private static final int PAIRS = 3;

  /** So often first: the JVM goes on to compile what is hot for some thousand runs. */
  private static final int WARM = 4;

  private static final int FEW = 1_000;
  private static final int MANY = 100_000;
  private static final int PAGES = 50;
  private static final int CLIENTS = 4;
  private static final int LOOK_EVERY_MILLIS = 10;
  private static final int MAX_ANSWER = 16 << 20;

  /** The most that may be waited for. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final Tyger tyger;
  private final Path root;

  Runs(Tyger tyger, Path root) {
    this.tyger = tyger;
    this.root = root;
  }

  /**
   * @param small tasks in the smallest sandbox
   * @param same tasks in the sandbox that runs have
   */
  void measure(Streams.FromJava small, Streams.FromJava same)
      throws IOException, InterruptedException {
    try (AgentHold _ = tyger.hold();
        WebClient web = new WebClient();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      runs(web, clients, small, same);
      pages(web, clients);
    }
  }

  private void runs(
      WebClient web, ExecutorService clients, Streams.FromJava small, Streams.FromJava same)
      throws IOException, InterruptedException {
    String run =
        "{\"job\":{\"codespec\":{\"kind\":\"job\",\"image\":\"dir:"
            + root
            + "\",\"command\":[\"/busybox\",\"true\"]}}}";
    var toSmall = new ArrayList<Double>();
    var toSame = new ArrayList<Double>();
    for (int pair = -WARM; pair < PAIRS; pair++) {
      double smallNanos = small.nanos(RUNS);
      double sameNanos = same.nanos(RUNS);
      long start = System.nanoTime();
      List<String> ids = each(clients, RUNS, _ -> id(ask(web, "POST", "/runs", run)));
      for (String id : ids) {
        while (!ask(web, "GET", "/runs/" + id, "").contains("\"Succeeded\"")) {
          if (System.nanoTime() - start > PATIENCE_NANOS) {
            throw new IllegalStateException("1,000 runs take more than five minutes");
          }
          Thread.sleep(LOOK_EVERY_MILLIS); // asking without end would take what the runs need
        }
      }
      long nanos = System.nanoTime() - start;
      if (pair >= 0) {
        toSmall.add(smallNanos / nanos);
        toSame.add(sameNanos / nanos);
      }
    }
    Report.table(
        "1,000 runs of `true`, by " + CLIENTS + " clients ÷ the rate from Java",
        "min",
        "median",
        "max");
    row("of tasks in the smallest sandbox", toSmall);
    row("of tasks in the sandbox of runs, a container", toSame);
    Report.table("an agent that has run " + (PAIRS + WARM) * RUNS + " runs", "MiB resident");
    Report.row("memory", Long.toString(tyger.memory().now()));
  }

  private static void row(String name, List<Double> ratios) {
    Collections.sort(ratios);
    Report.row(
        name,
        Report.ratio(ratios.getFirst()),
        "**" + Report.ratio(ratios.get(ratios.size() / 2)) + "**",
        Report.ratio(ratios.getLast()));
  }

  private void pages(WebClient web, ExecutorService clients)
      throws IOException, InterruptedException {
    save(web, clients, 0, FEW);
    var few = page(web);
    save(web, clients, FEW, MANY);
    var many = page(web);
    Report.table("the first page of 100,000 codespecs ÷ that of 1,000", "min", "median");
    Report.row(
        "of 20",
        Report.ratio((double) many.percentile(0) / few.percentile(0)),
        "**" + Report.ratio((double) many.percentile(50) / few.percentile(50)) + "**");
  }

  private void save(WebClient web, ExecutorService clients, int from, int to)
      throws InterruptedException {
    var _ =
        each(
            clients,
            to - from,
            i ->
                ask(
                    web,
                    "PUT",
                    "/codespecs/spec" + (from + i),
                    "{\"kind\":\"job\",\"image\":\"dir:/\",\"command\":[\"/busybox\",\"true\"]}"));
  }

  private Samples page(WebClient web) throws IOException, InterruptedException {
    var samples = new Samples();
    for (int i = -PAGES; i < PAGES; i++) {
      long start = System.nanoTime();
      String _ = ask(web, "GET", "/codespecs?limit=20", "");
      if (i >= 0) {
        samples.add(System.nanoTime() - start);
      }
    }
    return samples;
  }

  /** What is asked for a number. */
  private interface Question {
    String ask(int number) throws IOException, InterruptedException;
  }

  private static List<String> each(ExecutorService clients, int count, Question question)
      throws InterruptedException {
    var next = new AtomicInteger();
    Callable<List<String>> client =
        () -> {
          var answers = new ArrayList<String>();
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            answers.add(question.ask(i));
          }
          return answers;
        };
    var all = new ArrayList<String>();
    for (Future<List<String>> answers : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
      try {
        all.addAll(answers.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }

  private String ask(WebClient web, String method, String target, String body)
      throws IOException, InterruptedException {
    String version = (target.indexOf('?') < 0 ? "?" : "&") + "api-version=1.0";
    var address = new WebAddress.Unix(tyger.socket(), target + version);
    WebBody sent =
        body.isEmpty()
            ? new WebBody.None()
            : new WebBody.Bytes(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> headers =
        body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json");
    try (WebResponse answer =
        web.send(new WebRequest(method, address, headers, sent, Duration.ZERO))) {
      String text = new String(answer.bytes(MAX_ANSWER), StandardCharsets.UTF_8);
      if (answer.status() / 100 != 2) {
        throw new IllegalStateException(method + " " + target + ": " + answer.status() + text);
      }
      return text;
    }
  }

  /** Of a run that was created. */
  private static String id(String run) {
    int start = run.indexOf("\"id\":") + "\"id\":".length();
    int end = start;
    while (Character.isDigit(run.charAt(end))) {
      end++;
    }
    return run.substring(start, end);
  }
}
