package waybill.dialects.tyger.written;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.spec.Kind;

/** A run as written in a file or by options; nothing is filled in. Times as they were written. */
public record WrittenRun(
    WrittenJob job,
    Optional<WrittenWorker> worker,
    Optional<String> cluster,
    OptionalInt timeoutSeconds,
    Map<String, String> tags,
    Optional<String> bufferAccessTtl) {

  /** One that says nothing. */
  public static final WrittenRun NOTHING =
      new WrittenRun(
          new WrittenJob(
              Optional.empty(),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              OptionalInt.empty()),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Map.of(),
          Optional.empty());

  /** One that executes this and says nothing else. */
  public static WrittenRun of(WrittenCodespec codespec) {
    return NOTHING.of(new WrittenRef.Inline(codespec));
  }

  /** The same of another codespec. */
  public WrittenRun of(WrittenRef codespec) {
    return new WrittenRun(
        new WrittenJob(
            Optional.of(codespec),
            job.buffers(),
            job.tags(),
            job.bufferTtl(),
            job.nodePool(),
            job.replicas()),
        worker,
        cluster,
        timeoutSeconds,
        tags,
        bufferAccessTtl);
  }

  /** What is to be executed: a reference or a codespec. */
  public sealed interface WrittenRef {
    /** {@code NAME} or {@code NAME/versions/N}, as written. */
    record Text(String text) implements WrittenRef {}

    /** Written out. */
    record Inline(WrittenCodespec codespec) implements WrittenRef {}

    /** The same, of that kind where nobody said one. */
    default WrittenRef orOfKind(Kind kind) {
      return switch (this) {
        case Text text -> text;
        case Inline(WrittenCodespec codespec) -> new Inline(codespec.orOfKind(kind));
      };
    }
  }

  /** The job. */
  public record WrittenJob(
      Optional<WrittenRef> codespec,
      Map<String, String> buffers,
      Map<String, String> tags,
      Optional<String> bufferTtl,
      Optional<String> nodePool,
      OptionalInt replicas) {}

  /** The workers. */
  public record WrittenWorker(
      Optional<WrittenRef> codespec, Optional<String> nodePool, OptionalInt replicas) {}

  /** The same with every codespec's kind: where nobody said one, that of its place. */
  public WrittenRun withKinds() {
    WrittenJob filled =
        new WrittenJob(
            job.codespec().map(ref -> ref.orOfKind(Kind.JOB)),
            job.buffers(),
            job.tags(),
            job.bufferTtl(),
            job.nodePool(),
            job.replicas());
    Optional<WrittenWorker> workers =
        worker.map(
            given ->
                new WrittenWorker(
                    given.codespec().map(ref -> ref.orOfKind(Kind.WORKER)),
                    given.nodePool(),
                    given.replicas()));
    return new WrittenRun(filled, workers, cluster, timeoutSeconds, tags, bufferAccessTtl);
  }
}
