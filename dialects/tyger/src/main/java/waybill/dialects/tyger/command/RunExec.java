package waybill.dialects.tyger.command;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.Pause;
import waybill.dialects.tyger.buffer.RenewedUrls;
import waybill.dialects.tyger.client.ApiAnswer;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.client.BufferAccess;
import waybill.dialects.tyger.client.RunWatch;
import waybill.dialects.tyger.command.transfer.FirstTrouble;
import waybill.dialects.tyger.command.transfer.Meter;
import waybill.dialects.tyger.command.transfer.Streams;
import waybill.dialects.tyger.command.transfer.TransferProgress;
import waybill.dialects.tyger.command.transfer.Transfers;
import waybill.dialects.tyger.log.LogLines;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.files.OsReason;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.failure.FailureException;
import waybill.web.client.WebResponse;

/**
 * One run between the caller's streams. What happens is told to the calling thread by those that
 * move streams, follow the run and its log; it alone decides what comes of it.
 */
final class RunExec {
  /** For logs after a run that went well, as the tool has it; who failed wants to end soon. */
  private static final Duration LOGS = Duration.ofSeconds(20);

  private static final Duration LOGS_OF_FAILED = Duration.ofSeconds(2);

  /** A stream that breaks is often the first thing that is seen of a run that fails. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A buffer is marked as failed meanwhile. */
  private static final Duration STOPPING = Duration.ofSeconds(4);

  private static final int PIECE = 64 << 10;

  private final ApiClient api;
  private final Invocation invocation;
  private final Wish wish;
  private final ExecProgress progress;
  private final LogLines log;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  private String id = "";
  private String status = "";
  private Optional<SpecObject> end = Optional.empty();
  private Optional<News.Broken> broken = Optional.empty();
  private OptionalInt interrupted = OptionalInt.empty();
  private int moving;
  private boolean logging;
  private long since;

  /** What is wanted. */
  record Wish(
      WrittenRun run,
      Transfers.Writing writing,
      int readers,
      boolean logs,
      boolean timestamps,
      boolean cancelOnInterrupt,
      Manner manner) {}

  /** What the calling thread is told. */
  private sealed interface News {
    /** The run as it is now. */
    record Changed(String json) implements News {}

    /** A stream has come to its end. */
    record Moved() implements News {}

    /** The log is at its end, or cannot be had. */
    record LogEnded() implements News {}

    /** Something that is needed has failed. */
    record Broken(String message, Exception why) implements News {}

    /** Somebody wants to end. */
    record Interrupted(int signal) implements News {}
  }

  /** What is done in a thread of its own. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  RunExec(ApiClient api, Invocation invocation, Wish wish, ExecProgress progress, LogLines log) {
    this.api = api;
    this.invocation = invocation;
    this.wish = wish;
    this.progress = progress;
    this.log = log;
  }

  /** To its end. */
  Exit run(Parameters open) throws InterruptedException {
    try (Interrupts.Registration _ =
        invocation.interrupts().onInterrupt(signal -> news.add(new News.Interrupted(signal)))) {
      SpecObject run = RunCreation.begin(api, wish.run());
      id = ApiClient.number(run, "id");
      status = ApiClient.text(run, "status").orElse("");
      log.info("Run created", List.of(entry("runId", id)));
      begin(open, buffers(run));
      try {
        return follow();
      } finally {
        stop();
      }
    }
  }

  private static Map<String, String> buffers(SpecObject run) {
    Map<String, String> buffers = new LinkedHashMap<>();
    if (run.member("job").map(SpecObject.Member::value).orElse(null) instanceof SpecObject job
        && job.member("buffers").map(SpecObject.Member::value).orElse(null)
            instanceof SpecObject written) {
      for (SpecObject.Member buffer : written.members()) {
        if (buffer.value() instanceof SpecString given) {
          buffers.put(buffer.key(), given.value());
        }
      }
    }
    return buffers;
  }

  private void begin(Parameters open, Map<String, String> buffers) {
    start("watch", "Failed to watch the run", this::watch);
    var transfers = new Transfers(api.web(), new FirstTrouble(log));
    if (open.input().isPresent()) {
      String name = open.input().get();
      AccessUrls urls = urls(name, buffers, true);
      move(
          name,
          "Failed to write buffer",
          progress.input(),
          meter -> transfers.write(urls, invocation.in(), wish.writing(), meter));
    }
    if (open.output().isPresent()) {
      String name = open.output().get();
      AccessUrls urls = urls(name, buffers, false);
      move(
          name,
          "Failed to read buffer",
          progress.output(),
          meter -> transfers.read(urls, Streams.channel(invocation.out()), wish.readers(), meter));
    }
    if (wish.logs()) {
      logging = true;
      PrintStream to = wish.manner().log(invocation, open);
      start("log", "", () -> logs(to));
    }
  }

  private AccessUrls urls(String name, Map<String, String> buffers, boolean writable) {
    String buffer = Parameters.of(name, buffers).orElse("");
    return RenewedUrls.asked(
        () -> BufferAccess.ask(api, buffer, writable, Optional.empty()), Pause.REAL);
  }

  /** Moves one stream, and counts. */
  private interface Move {
    void with(Meter meter) throws IOException, InterruptedException;
  }

  private void move(String name, String failed, Meter meter, Move move) {
    moving++;
    start(
        name,
        failed,
        () -> {
          try (TransferProgress shown = progress.of(meter, name, log)) {
            move.with(meter);
            shown.complete();
          }
          news.add(new News.Moved());
        });
  }

  /** A platform thread: the caller's streams may block for ever. */
  private void start(String name, String failed, Work work) {
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name("run " + name)
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // nobody waits for news of it any more
                  } catch (IOException | FailureException e) {
                    news.add(new News.Broken(failed, e));
                  }
                }));
  }

  private void watch() throws InterruptedException {
    RunWatch.follow(
        api,
        id,
        json -> {
          news.add(new News.Changed(json));
          return true;
        });
  }

  /** What is wrong with a log does not make the run fail. */
  private void logs(PrintStream to) throws InterruptedException {
    ApiTarget target = ApiTarget.of("runs", id, "logs").with("follow", "true");
    if (wish.timestamps()) {
      target.with("timestamps", "true");
    }
    try (WebResponse response = api.stream(target)) {
      InputStream lines = response.body();
      byte[] piece = new byte[PIECE];
      for (int n = lines.read(piece); n >= 0; n = lines.read(piece)) {
        if (n > 0) {
          progress.print(to, piece, n);
        }
      }
    } catch (IOException | FailureException e) {
      if (!Thread.currentThread().isInterrupted()) { // else the command is over, and closes it
        log.warn("The log broke off", List.of(entry("error", reason(e))));
      }
    } finally {
      news.add(new News.LogEnded());
    }
  }

  private Exit follow() throws InterruptedException {
    Optional<Exit> exit = decide();
    while (exit.isEmpty()) {
      News next = news.poll(patience(), TimeUnit.NANOSECONDS);
      if (next != null) {
        take(next);
      }
      exit = decide();
    }
    return exit.get();
  }

  private void take(News next) {
    switch (next) {
      case News.Changed(String json) -> changed(ApiClient.object(json), json);
      case News.Moved() -> {
        moving--;
        since = System.nanoTime();
      }
      case News.LogEnded() -> logging = false;
      case News.Broken gone -> {
        if (broken.isEmpty()) {
          broken = Optional.of(gone);
          since = System.nanoTime();
        }
      }
      case News.Interrupted(int signal) -> interrupted = OptionalInt.of(signal);
    }
  }

  private void changed(SpecObject run, String json) {
    String now = ApiClient.text(run, "status").orElse("");
    if (!now.equals(status)) {
      status = now;
      List<Map.Entry<String, String>> fields = new ArrayList<>();
      fields.add(entry("status", now));
      ApiClient.text(run, "statusReason").ifPresent(why -> fields.add(entry("reason", why)));
      log.info("Run status changed", fields);
    }
    if (RunWatch.isOver(json)) {
      end = Optional.of(run);
      since = System.nanoTime();
    }
  }

  /** How long what has happened may stand without anything else happening; for ever where empty. */
  private Optional<Duration> limit() {
    if (end.isPresent() && !succeeded()) {
      return Optional.of(logging ? LOGS_OF_FAILED : Duration.ZERO);
    }
    if (broken.isPresent()) {
      boolean more = end.isEmpty() && !hasNoReader();
      return Optional.of(more ? GRACE : Duration.ZERO);
    }
    if (end.isPresent() && moving == 0) {
      return Optional.of(logging ? LOGS : Duration.ZERO);
    }
    return Optional.empty();
  }

  private long patience() {
    return limit()
        .map(limit -> Math.max(1, limit.toNanos() - (System.nanoTime() - since)))
        .orElse(Long.MAX_VALUE);
  }

  /** What comes of it, as soon as that is clear. */
  private Optional<Exit> decide() throws InterruptedException {
    if (interrupted.isPresent()) {
      return Optional.of(canceling(interrupted.getAsInt()));
    }
    Optional<Duration> limit = limit();
    if (limit.isEmpty() || System.nanoTime() - since < limit.get().toNanos()) {
      return Optional.empty();
    }
    if (end.isPresent() && !succeeded()) {
      log.fatal("Run failed", List.of(entry("error", CommandTexts.runFailed(status, why()))));
      if (!wish.logs() || wish.manner() == Manner.OWN) {
        log.info("What it wrote is kept", List.of(entry("command", wish.manner().next(id))));
      }
      return Optional.of(wish.manner().failed(status, why()));
    }
    if (broken.isPresent()) {
      if (!hasNoReader()) {
        String reason = reason(broken.get().why());
        log.fatal(broken.get().message(), List.of(entry("runId", id), entry("error", reason)));
        warnOf(broken.get().why());
      }
      if (wish.manner() == Manner.OWN && end.isEmpty()) {
        cancel(); // its caller has no more use for it
      }
      return Optional.of(hasNoReader() ? Verb.FAILED : wish.manner().broken());
    }
    if (logging) {
      log.warn("Timed out waiting for logs to finish streaming", List.of());
    }
    return Optional.of(Exit.OK);
  }

  private boolean succeeded() {
    return status.equals("Succeeded");
  }

  /** Then there is nobody to tell, either. */
  private boolean hasNoReader() {
    return broken.isPresent() && broken.get().why() instanceof Streams.OutputClosed;
  }

  private Optional<String> why() {
    return end.flatMap(run -> ApiClient.text(run, "statusReason"));
  }

  private Exit canceling(int signal) throws InterruptedException {
    log.warn("Canceling...", List.of(entry("runId", id)));
    if (wish.cancelOnInterrupt() && end.isEmpty()) {
      cancel();
    } else if (end.isEmpty()) {
      log.info("The run goes on", List.of(entry("command", "tyger run cancel " + id)));
    }
    return wish.manner().interrupted(signal);
  }

  private void cancel() throws InterruptedException {
    try {
      ApiAnswer _ = api.post(ApiTarget.of("runs", id, "cancel"), "{}");
    } catch (FailureException over) {
      log.warn("The run could not be canceled", List.of(entry("error", reason(over))));
    }
  }

  /** Ends what still goes on; a buffer that is being written is marked failed. */
  private void stop() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + STOPPING.toNanos();
    for (Thread thread : threads) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isPositive()) {
        boolean _ = thread.join(left); // it does not keep the process alive
      }
    }
  }

  /** Readers of the buffer may wait for ever. */
  private void warnOf(Exception failed) {
    for (Throwable besides : failed.getSuppressed()) {
      log.warn(
          "The buffer could not be marked as failed",
          List.of(entry("error", String.valueOf(besides.getMessage()))));
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException io ? OsReason.of(io) : String.valueOf(e.getMessage());
  }
}
