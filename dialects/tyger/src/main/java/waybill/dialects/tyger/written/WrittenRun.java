package waybill.dialects.tyger.written;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;


/** A run as written in a file or by options; nothing is filled in. Times as they were written. */
public record WrittenRun(
    WrittenJob job,
    Optional<WrittenWorker> worker,
    Optional<String> cluster,
    OptionalInt timeoutSeconds,
    Map<String, String> tags,
    Optional<String> bufferAccessTtl) {

  /** What is to be executed: a reference or a codespec. */
  public sealed interface WrittenRef {
    /** {@code NAME} or {@code NAME/versions/N}, as written. */
    record Text(String text) implements WrittenRef {}

    /** Written out. */
    record Inline(WrittenCodespec codespec) implements WrittenRef {}
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
}
