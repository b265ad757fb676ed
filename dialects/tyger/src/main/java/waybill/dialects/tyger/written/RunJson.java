package waybill.dialects.tyger.written;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.Run.ResolvedCodespec;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunRequest.JobTarget;
import waybill.dialects.tyger.spec.RunRequest.WorkerTarget;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.spec.Ttl;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.model.document.SpecNumber;
import waybill.model.problem.Problems;

/** Runs as JSON of the API and of the store. */
public final class RunJson {
  private RunJson() {}

  /** All of it, in the order of fields that the tool shows. */
  public static String write(Run run) {
    return write(run, Optional.empty());
  }

  /** The same with what changes whenever its tags do, as users see it. */
  public static String shown(Run run, String eTag) {
    return write(run, Optional.of(eTag));
  }

  private static String write(Run run, Optional<String> eTag) {
    RunRequest request = run.request();
    return JsonText.object(
        json -> {
          brief(json, run);
          json.object("job", _ -> job(json, request.job(), run.job()));
          request.worker().ifPresent(w -> json.object("worker", _ -> worker(json, w)));
          json.text("cluster", request.cluster());
          json.number("timeoutSeconds", request.timeoutSeconds());
          json.texts("tags", run.tags());
          json.text("bufferAccessTtl", request.bufferAccessTtl().map(Ttl::json));
          json.text("eTag", eTag);
        });
  }

  /** Only what {@code watch} shows. */
  public static String writeBrief(Run run) {
    return JsonText.object(json -> brief(json, run));
  }

  private static void brief(JsonText json, Run run) {
    json.number("id", run.id());
    json.text("status", run.status().word());
    json.text("statusReason", run.statusReason());
    json.number("runningCount", run.runningCount());
    json.text("createdAt", run.createdAt().toString());
    json.time("startedAt", run.startedAt());
    json.time("finishedAt", run.finishedAt());
  }

  private static void job(JsonText json, JobTarget job, ResolvedCodespec resolved) {
    WrittenCodespec codespec = WrittenCodespec.of(resolved.codespec());
    WrittenCodespec named = resolved.name().map(codespec::named).orElse(codespec);
    codespec(json, named, origin -> origin.number("version", resolved.version()));
    json.texts("buffers", job.buffers());
    json.texts("tags", job.tags());
    json.text("bufferTtl", job.bufferTtl().map(Ttl::json));
    json.text("nodePool", job.nodePool());
    json.number("replicas", job.replicas());
  }

  private static void worker(JsonText json, WorkerTarget worker) {
    switch (worker.codespec()) {
      case CodespecRef.Named named -> json.text("codespec", named.text());
      case CodespecRef.Inline(Codespec codespec) ->
          codespec(json, WrittenCodespec.of(codespec), _ -> {});
    }
    json.text("nodePool", worker.nodePool());
    json.number("replicas", worker.replicas());
  }

  private static void codespec(
      JsonText json, WrittenCodespec codespec, Consumer<JsonText> afterName) {
    json.object(
        "codespec",
        inside -> CodespecJson.fields(inside, codespec, afterName, codespec.maxReplicas()));
  }

  /** The body of a request; codespecs get the kind of their place. */
  public static String write(WrittenRun given) {
    WrittenRun run = given.withKinds();
    return JsonText.object(
        json -> {
          json.object(
              "job",
              _ -> {
                ref(json, run.job().codespec());
                json.texts("buffers", run.job().buffers());
                json.texts("tags", run.job().tags());
                json.text("bufferTtl", run.job().bufferTtl().map(RunJson::ttl));
                json.text("nodePool", run.job().nodePool());
                json.number("replicas", run.job().replicas());
              });
          run.worker()
              .ifPresent(
                  worker ->
                      json.object(
                          "worker",
                          _ -> {
                            ref(json, worker.codespec());
                            json.text("nodePool", worker.nodePool());
                            json.number("replicas", worker.replicas());
                          }));
          json.text("cluster", run.cluster());
          json.number("timeoutSeconds", run.timeoutSeconds());
          json.texts("tags", run.tags());
          json.text("bufferAccessTtl", run.bufferAccessTtl().map(RunJson::ttl));
        });
  }

  private static void ref(JsonText json, Optional<WrittenRef> ref) {
    if (ref.isPresent()) {
      switch (ref.get()) {
        case WrittenRef.Text(String text) -> json.text("codespec", text);
        case WrittenRef.Inline(WrittenCodespec codespec) -> codespec(json, codespec, _ -> {});
      }
    }
  }

  /** The form that every server takes; what is none goes as it is, for the server to refuse. */
  private static String ttl(String written) {
    return Ttl.readWritten(written).map(Ttl::json).orElse(written);
  }

  /**
   * The body of a request, with inline codespecs checked.
   *
   * @throws waybill.dialects.tyger.problem.Refusal which says the first thing that is wrong
   */
  public static RunRequest read(byte[] body) {
    Problems problems = new Problems();
    Part part = Body.request(body, SpecShapes.RUN, problems);
    WrittenRun run = SpecBuilder.run(part);
    Body.refuse(problems);
    RunRules.check(run, Body.refusing());
    return settled(run);
  }

  private static RunRequest settled(WrittenRun run) {
    WrittenRun.WrittenJob job = run.job();
    return new RunRequest(
        new JobTarget(
            ref(job.codespec()),
            job.buffers(),
            job.tags(),
            job.bufferTtl().flatMap(Ttl::readWritten),
            job.nodePool(),
            replicas(job.replicas())),
        run.worker()
            .map(
                worker ->
                    new WorkerTarget(
                        ref(worker.codespec()), worker.nodePool(), replicas(worker.replicas()))),
        run.cluster(),
        run.timeoutSeconds().orElse(RunRequest.DEFAULT_TIMEOUT_SECONDS),
        run.tags(),
        run.bufferAccessTtl().flatMap(Ttl::readWritten));
  }

  private static CodespecRef ref(Optional<WrittenRef> ref) {
    return switch (ref.orElseThrow()) {
      case WrittenRef.Text(String text) -> CodespecRef.read(text).orElseThrow();
      case WrittenRef.Inline(WrittenCodespec codespec) ->
          new CodespecRef.Inline(codespec.settled());
    };
  }

  /** None is one: the tool leaves a zero out. */
  private static int replicas(OptionalInt written) {
    return Math.max(1, written.orElse(1));
  }

  /** What a user wants the tags of a run to be, checked; fails with a refusal. */
  public static Map<String, String> readTags(byte[] body) {
    Problems problems = new Problems();
    Part part = Body.maybeEmpty(body, SpecShapes.TAGS_OF_RUN, problems);
    Map<String, String> tags = part.map("tags");
    Body.refuse(problems);
    TagRules.check(tags);
    return tags;
  }

  /**
   * What {@link #write(Run)} wrote: where a stored codespec was used, a reference to the version
   * that it was.
   */
  public static Run readStored(String json) {
    Part raw = Body.ours(json);
    WrittenRun written = SpecBuilder.run(Body.ours(json, SpecShapes.RUN));
    RunRequest request = settled(written);
    Part codespec = raw.part("job").part("codespec");
    if (!(request.job().codespec() instanceof CodespecRef.Inline(Codespec inline))) {
      throw new IllegalArgumentException("the codespec of run " + id(raw) + " is not there");
    }
    Optional<String> name = codespec.text("name");
    OptionalInt version = codespec.whole("version");
    return new Run(
        id(raw),
        status(raw.text("status").orElseThrow()),
        raw.text("statusReason"),
        raw.whole("runningCount"),
        CodespecJson.time(raw, "createdAt").orElseThrow(),
        CodespecJson.time(raw, "startedAt"),
        CodespecJson.time(raw, "finishedAt"),
        name.isPresent() ? withReference(request, name.get(), version) : request,
        new ResolvedCodespec(name, version, inline),
        request.tags());
  }

  private static RunRequest withReference(RunRequest request, String name, OptionalInt version) {
    JobTarget job = request.job();
    return new RunRequest(
        new JobTarget(
            new CodespecRef.Named(name, version),
            job.buffers(),
            job.tags(),
            job.bufferTtl(),
            job.nodePool(),
            job.replicas()),
        request.worker(),
        request.cluster(),
        request.timeoutSeconds(),
        request.tags(),
        request.bufferAccessTtl());
  }

  private static long id(Part raw) {
    return raw.value("id").orElseThrow() instanceof SpecNumber number
        ? Long.parseLong(number.text())
        : 0;
  }

  private static RunStatus status(String word) {
    for (RunStatus status : RunStatus.values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("there is no status " + word);
  }
}
