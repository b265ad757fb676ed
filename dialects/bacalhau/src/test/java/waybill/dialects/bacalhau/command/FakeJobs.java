package waybill.dialects.bacalhau.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Jobs;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.engine.testing.FakeJournal;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.StandardStream;

/** Jobs that do what a test says. */
final class FakeJobs implements Jobs {
  private static final Instant THEN = Instant.parse("2026-11-22T05:00:00Z");

  private final FakeJournal journal;
  private final List<Job> jobs = new ArrayList<>();

  /** What becomes of a job that is submitted, before the submission returns. */
  UnaryOperator<Job> fate = job -> job;

  FakeJobs(FakeJournal journal) {
    this.journal = journal;
  }

  @Override
  public synchronized Job submit(JobSpec spec, boolean force, OptionalInt seen) {
    Optional<Job> known =
        jobs.stream().filter(job -> job.spec().name().equals(spec.name())).reduce((a, b) -> b);
    if (known.isPresent() && known.get().spec().equals(spec) && !force) {
      throw Failure.of(FailureCode.SPEC_INVALID, "no changes detected for new job spec")
          .withHelp("Use the --force flag to override this warning")
          .asException();
    }
    String id = known.map(Job::id).orElse("j-" + UUID.randomUUID());
    int version = known.map(job -> job.version() + 1).orElse(1);
    long run =
        journal.begin(
            new NewRun("job", spec.name(), id + ":" + version, Path.of("/"), new Secrets()));
    journal.record(run, "", new Remark("Submission: Job submitted"));
    Job job =
        new Job(
            id,
            version,
            spec,
            run,
            JobState.PENDING,
            "",
            THEN,
            THEN,
            THEN,
            Optional.empty(),
            Optional.empty(),
            List.of());
    jobs.add(job);
    return put(fate.apply(job));
  }

  /** Takes the place of the same version. */
  synchronized Job put(Job job) {
    jobs.replaceAll(
        known -> known.id().equals(job.id()) && known.version() == job.version() ? job : known);
    return job;
  }

  /** The same in another state. */
  static Job in(Job job, JobState state, String message, List<Execution> executions) {
    return new Job(
        job.id(),
        job.version(),
        job.spec(),
        job.run(),
        state,
        message,
        job.created(),
        job.submitted(),
        job.modified(),
        job.queued(),
        job.verdict(),
        executions);
  }

  static Execution execution(int partition, ExecutionState state, String message, int code) {
    return new Execution(
        "e-" + partition + "0000000-0000-4000-8000-000000000000",
        partition,
        "",
        1,
        state,
        message,
        code < 0 ? Optional.empty() : Optional.of(code),
        THEN,
        THEN,
        Optional.empty(),
        1,
        Optional.empty());
  }

  /** An execution begins, writes and ends in the journal. */
  void play(Job job, Execution execution, String out, String err) {
    String path = Words.path(execution);
    String detail = "{\"id\":\"" + execution.id() + "\",\"partition\":0,\"attempt\":1}";
    journal.record(job.run(), path, new GroupStarted("execution", "e", detail));
    journal.record(job.run(), path, new Remark("Running Execution: Running"));
    write(job, path, StandardStream.STDOUT, out);
    write(job, path, StandardStream.STDERR, err);
    journal.record(job.run(), path, new GroupEnded(new Ending.Succeeded(), "{}"));
  }

  private void write(Job job, String path, StandardStream stream, String text) {
    if (!text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      journal.record(job.run(), path + "/main", new OutputWritten(stream, bytes));
    }
  }

  /** One execution that ends so, and the job with it. */
  Job ends(Job job, JobState state, String message, int code, String out, String err) {
    boolean failed = state == JobState.FAILED;
    Execution execution =
        execution(0, failed ? ExecutionState.FAILED : ExecutionState.COMPLETED, message, code);
    play(job, execution, out, err);
    journal.end(job.run(), failed ? new Ending.Failed(message) : new Ending.Succeeded());
    return in(job, state, message, List.of(execution));
  }

  @Override
  public Job rerun(JobName name, OptionalInt version) {
    Job job = version.isPresent() ? find(name, version.getAsInt()) : find(name);
    return submit(job.spec(), true);
  }

  @Override
  public Job stop(JobName name, String reason) {
    Job job = find(name);
    return put(in(job, JobState.STOPPED, reason, job.executions()));
  }

  @Override
  public synchronized Job find(JobName name) {
    return jobs.stream()
        .filter(job -> job.spec().name().equals(name.text()) || job.id().startsWith(name.text()))
        .reduce((a, b) -> b)
        .orElseThrow(
            () ->
                Failure.of(FailureCode.INPUT_MISSING, "job not found: " + name.text())
                    .asException());
  }

  @Override
  public Job find(JobName name, int version) {
    return versions(name).get(version - 1);
  }

  @Override
  public synchronized List<Job> versions(JobName name) {
    String id = find(name).id();
    return jobs.stream().filter(job -> job.id().equals(id)).toList();
  }

  @Override
  public synchronized Page list(Query query) {
    List<Job> found =
        jobs.stream()
            .filter(
                job ->
                    query.namespace().isEmpty()
                        || query.namespace().get().equals(job.spec().namespace()))
            .toList();
    boolean more = found.size() > query.limit();
    return new Page(
        found.subList(0, Math.min(query.limit(), found.size())),
        more ? Optional.of("next") : Optional.empty());
  }
}
