package waybill.dialects.tyger.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunFilter;
import waybill.dialects.tyger.store.RunRecords;
import waybill.dialects.tyger.written.RunJson;

/** Runs: made, followed, ended. */
final class RunRoutes {
  /** Whoever asks over a socket has no folder that paths could start from. */
  private static final Path NOWHERE = Path.of("/");

  /** How often a watch without news looks whether it is still wanted. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RunDesk runs;

  RunRoutes(RunDesk runs) {
    this.runs = runs;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/runs", Set.of(), this::create),
        Route.of("GET", "/runs", Set.of("limit", "since", "status", "tag", "_ct"), this::list),
        Route.of("GET", "/runs/counts", Set.of("since", "tag"), this::counts),
        Route.of("GET", "/runs/{id}", Set.of("watch"), this::show),
        Route.of("PUT", "/runs/{id}", Set.of(), this::set),
        Route.of(
            "GET",
            "/runs/{id}/logs",
            Set.of("timestamps", "tailLines", "since", "follow"),
            this::logs),
        Route.of("POST", "/runs/{id}/cancel", Set.of(), this::cancel));
  }

  private void create(Call call) throws IOException {
    Run run = runs.create(RunJson.read(call.body()), call.header("Idempotency-Key"), NOWHERE);
    answer(call, 201, run, Map.of("Location", "/runs/" + run.id()));
  }

  private void list(Call call) throws IOException {
    int limit = call.limit();
    RunFilter filter = filter(call);
    Page<Run> page =
        limit == 0
            ? new Page<>(List.of(), Optional.empty())
            : runs.list(filter, limit, call.continuation());
    call.json(200, Pages.json(call, page, run -> RunJson.shown(run, RunRecords.eTag(run))));
  }

  private void counts(Call call) throws IOException {
    var json = new StringBuilder("{");
    for (Map.Entry<RunStatus, Long> count : runs.counts(filter(call)).entrySet()) {
      if (count.getValue() > 0) {
        json.append(json.length() == 1 ? "" : ",")
            .append('"')
            .append(count.getKey().word().toLowerCase(Locale.ROOT))
            .append("\":")
            .append(count.getValue());
      }
    }
    call.json(200, json.append('}').toString());
  }

  private static RunFilter filter(Call call) {
    Set<RunStatus> statuses = EnumSet.noneOf(RunStatus.class);
    for (String word : call.parameters("status")) {
      statuses.add(status(word));
    }
    return new RunFilter(call.time("since"), statuses, call.keyed("tag"));
  }

  private static RunStatus status(String word) {
    for (RunStatus status : RunStatus.values()) {
      if (status.word().equalsIgnoreCase(word)) {
        return status;
      }
    }
    throw Refusal.invalid("Invalid status: " + word);
  }

  private void show(Call call) throws IOException, InterruptedException {
    Run run = runs.find(id(call)).orElseThrow(Refusal::notFound);
    if (call.flag("watch")) {
      watch(call, run);
    } else {
      answer(call, 200, run, Map.of());
    }
  }

  /** A line for each change, from what it is now to its end. */
  private void watch(Call call, Run first) throws IOException, InterruptedException {
    Run run = first;
    try (OutputStream lines =
        call.exchange().begin(200, Map.of("Content-Type", "application/json; charset=utf-8"), -1)) {
      write(lines, run);
      while (!run.status().isTerminal()) {
        Optional<Run> now = runs.await(run, PATIENCE);
        if (now.isEmpty()) {
          return; // it is kept no longer
        }
        if (!now.get().equals(run)) {
          run = now.get();
          write(lines, run);
        }
      }
    }
  }

  private static void write(OutputStream lines, Run run) throws IOException {
    lines.write((RunJson.shown(run, RunRecords.eTag(run)) + "\n").getBytes(StandardCharsets.UTF_8));
    lines.flush();
  }

  private void set(Call call) throws IOException {
    Map<String, String> tags = RunJson.readTags(call.body());
    long id = id(call);
    Optional<String> mark = call.ifMatch(() -> runs.find(id).map(RunRecords::eTag));
    answer(call, 200, runs.set(id, tags, mark), Map.of());
  }

  private void cancel(Call call) throws IOException {
    answer(call, 202, runs.cancel(id(call)), Map.of());
  }

  private void logs(Call call) throws IOException, InterruptedException {
    Run run = runs.find(id(call)).orElseThrow(Refusal::notFound);
    var query =
        new RunDesk.LogQuery(
            call.time("since"), tail(call), call.flag("timestamps"), call.flag("follow"));
    try (OutputStream lines =
        call.exchange().begin(200, Map.of("Content-Type", "text/plain; charset=utf-8"), -1)) {
      boolean _ = runs.logs(run.id(), query, lines); // that it was there was found out before
    }
  }

  private static OptionalInt tail(Call call) {
    Optional<String> written = call.parameter("tailLines");
    if (written.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int lines = Integer.parseInt(written.get());
      if (lines >= 0) {
        return OptionalInt.of(lines);
      }
    } catch (NumberFormatException notOne) {
      // told below, like a negative one
    }
    throw Refusal.invalid("tailLines must be a non-negative integer.");
  }

  /** What is no number names no run. */
  private static long id(Call call) {
    try {
      return Long.parseLong(call.path("id"));
    } catch (NumberFormatException e) {
      throw Refusal.notFound();
    }
  }

  private static void answer(Call call, int status, Run run, Map<String, String> more)
      throws IOException {
    var headers = new java.util.LinkedHashMap<>(more);
    headers.put("ETag", RunRecords.eTag(run));
    call.json(status, RunJson.shown(run, RunRecords.eTag(run)), headers);
  }
}
