package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunRequest.JobTarget;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunFilter;
import waybill.engine.store.Secrets;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Runs as tasks of this machine's engine. */
public final class Runs implements RunDesk {
  private final RunPlace place;
  private final Admission admission;
  private final RunBuffers buffers;
  private final Deadlines deadlines = new Deadlines();
  private final Relays relays = new Relays();
  private final ConcurrentHashMap<Long, RunLife> lives = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Runs(RunPlace place) {
    this.place = place;
    this.admission = new Admission(place);
    this.buffers = new RunBuffers(place.buffers());
  }

  /** Opens the desk, and ends what an earlier process has left open: nothing is restarted. */
  public static Runs start(RunPlace place) {
    var runs = new Runs(place);
    place.records().open().forEach(runs::endLost);
    return runs;
  }

  private void endLost(Run run) {
    boolean _ = place.journal().resume(run.id(), new Secrets());
    run.job()
        .codespec()
        .outputs()
        .forEach(
            parameter -> {
              String buffer = run.request().job().buffers().getOrDefault(parameter, "");
              if (!buffer.isEmpty() && !RunBuffers.isEphemeral(buffer)) {
                place.streams().fail(buffer);
              }
            });
    boolean _ = new LiveRun(place.records(), run).ends(RunEnd.AGENT_ENDED, place.clock().now());
  }

  @Override
  public Run create(RunRequest request, Optional<String> key, Path directory) {
    if (closed) {
      throw Failure.of(FailureCode.AGENT_BUSY, "the agent is about to end").asException();
    }
    Optional<Run> earlier = key.flatMap(place.records()::withKey);
    if (earlier.isPresent()) {
      return find(earlier.get().id()).orElse(earlier.get());
    }
    Admission.Admitted admitted = admission.check(request);
    JobTarget job = request.job();
    Map<String, String> given = buffers.check(job, admitted.job().codespec());
    long id = place.records().next();
    Instant now = place.clock().now();
    try (RunBuffers.Filled filled = buffers.fill(id, job, admitted.job().codespec(), given, now)) {
      Run run = run(id, request, admitted, filled.ids(), now);
      var live = new LiveRun(place.records(), run);
      Run begun = live.begin(key, directory, secrets(admitted), filled.changes());
      if (begun.id() != id) {
        return find(begun.id()).orElse(begun);
      }
      filled.keep();
      begin(live, admitted);
      return run;
    }
  }

  private static Run run(
      long id,
      RunRequest request,
      Admission.Admitted admitted,
      Map<String, String> buffers,
      Instant now) {
    JobTarget job = request.job();
    var filled =
        new RunRequest(
            new JobTarget(
                job.codespec(),
                buffers,
                job.tags(),
                job.bufferTtl(),
                job.nodePool(),
                Math.max(1, job.replicas())),
            request.worker(),
            request.cluster(),
            request.timeoutSeconds(),
            request.tags(),
            request.bufferAccessTtl());
    return new Run(
        id,
        RunStatus.PENDING,
        Optional.empty(),
        OptionalInt.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        filled,
        admitted.job(),
        request.tags());
  }

  private static Secrets secrets(Admission.Admitted admitted) {
    var secrets = new Secrets();
    admitted.identity().ifPresent(who -> who.env().values().forEach(secrets::add));
    return secrets;
  }

  private void begin(LiveRun live, Admission.Admitted admitted) {
    long id = live.now().id();
    int seconds = live.now().request().timeoutSeconds();
    ScheduledFuture<?> deadline = deadlines.set(seconds, () -> expire(id));
    var life =
        new RunLife(
            place,
            live,
            admitted,
            () -> {
              deadline.cancel(false);
              lives.remove(id);
              relays.over(id);
            });
    lives.put(id, life);
    relays.add(id, life.relays());
    Thread.ofVirtual().name("run " + id).start(life);
    if (closed) {
      life.stop(RunEnd.AGENT_ENDED);
    }
  }

  private void expire(long id) {
    RunLife life = lives.get(id);
    if (life != null) {
      Run run = life.live().now();
      life.stop(
          run.status() == RunStatus.PENDING
              ? RunEnd.TIMED_OUT_PENDING
              : RunEnd.timedOut(run.request().timeoutSeconds()));
    }
  }

  @Override
  public Optional<Run> find(long id) {
    RunLife life = lives.get(id);
    return life == null ? place.records().find(id) : Optional.of(life.live().now());
  }

  @Override
  public Page<Run> list(RunFilter filter, int limit, Optional<String> continuation) {
    return place.records().list(filter, limit, continuation);
  }

  @Override
  public Map<RunStatus, Long> counts(RunFilter filter) {
    return place.records().counts(filter);
  }

  @Override
  public Run cancel(long id) {
    RunLife life = lives.get(id);
    if (life != null && life.live().ends(RunEnd.CANCELED_BY_USER, place.clock().now())) {
      life.stop(RunEnd.CANCELED_BY_USER);
      return life.live().now();
    }
    Run run = find(id).orElseThrow(Refusal::notFound);
    throw new Refusal(
        Refusal.Code.BAD_REQUEST,
        "unable to cancel job "
            + id
            + " because its status is "
            + run.status().word()
            + run.statusReason().map(reason -> " (" + reason + ")").orElse(""));
  }

  @Override
  public Run set(long id, Map<String, String> tags, Optional<String> eTag) {
    RunLife life = lives.get(id);
    if (life != null) {
      return life.live().tag(tags, eTag);
    }
    return place
        .records()
        .change(id, run -> RunTags.set(run, tags, eTag))
        .orElseThrow(Refusal::notFound);
  }

  @Override
  public Optional<Run> await(Run known, Duration patience) throws InterruptedException {
    RunLife life = lives.get(known.id());
    return life == null ? find(known.id()) : Optional.of(life.live().await(known, patience));
  }

  @Override
  public boolean logs(long id, LogQuery query, OutputStream out)
      throws IOException, InterruptedException {
    if (find(id).isEmpty()) {
      return false;
    }
    new RunLog(place.journal(), id, query, out).write();
    return true;
  }

  @Override
  public Optional<Relay> relay(String bufferId) {
    return relays.find(bufferId);
  }

  /** Ends all runs, and returns when nothing of them is left. */
  @Override
  public void close() {
    closed = true;
    List<RunLife> all = List.copyOf(lives.values());
    all.forEach(life -> life.stop(RunEnd.AGENT_ENDED));
    boolean interrupted = false;
    for (RunLife life : all) {
      while (true) {
        try {
          life.awaitGone();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // nothing may be left behind: first the end, then the interrupt
        }
      }
    }
    deadlines.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What {@link #relay} finds: those of runs that are under way, and of the last ones that were.
   */
  private static final class Relays {
    private static final int KEPT = 1000;

    private final Map<String, RelayEnd> byId = new ConcurrentHashMap<>();
    private final Map<Long, List<String>> ofRun = new ConcurrentHashMap<>();
    private final LinkedHashMap<Long, List<String>> past = new LinkedHashMap<>();

    void add(long run, Map<String, RelayEnd> relays) {
      if (!relays.isEmpty()) {
        byId.putAll(relays);
        ofRun.put(run, List.copyOf(relays.keySet()));
      }
    }

    Optional<Relay> find(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    /** Whoever comes a little later is told that it is over, and not that it never was. */
    synchronized void over(long run) {
      List<String> ids = ofRun.remove(run);
      if (ids == null) {
        return;
      }
      past.put(run, ids);
      if (past.size() > KEPT) {
        past.pollFirstEntry().getValue().forEach(byId::remove);
      }
    }
  }
}
