package waybill.dialects.opspec.show;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import waybill.model.task.StandardStream;

/** A call that has begun and not ended yet. Holds the end of its output and nothing before it. */
final class Call {
  private static final int TAIL = 8;

  private final String run;
  private final String path;
  private final String kind;
  private final String label;
  private final CallDetail detail;
  private final Instant began;
  private final Optional<Call> parent;
  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private final ArrayDeque<String> tail = new ArrayDeque<>(TAIL);
  private long lines;
  private boolean failedBelow;

  Call(
      String run,
      String path,
      String kind,
      String label,
      CallDetail detail,
      Instant began,
      Optional<Call> parent) {
    this.run = run;
    this.path = path;
    this.kind = kind;
    this.label = label;
    this.detail = detail;
    this.began = began;
    this.parent = parent;
  }

  String run() {
    return run;
  }

  /** Empty for the root. */
  String path() {
    return path;
  }

  String kind() {
    return kind;
  }

  String label() {
    return label;
  }

  CallDetail detail() {
    return detail;
  }

  Instant began() {
    return began;
  }

  Optional<Call> parent() {
    return parent;
  }

  boolean isContainer() {
    return kind.equals("container");
  }

  /** The image where there is one, else whatever people call it. */
  String subject() {
    return detail.image().isEmpty() ? label : detail.image();
  }

  OutputLines lines(StandardStream stream) {
    return stream == StandardStream.STDERR ? err : out;
  }

  /** Remembers a line of its output for the case that it fails. */
  void wrote(byte[] line) {
    lines++;
    if (tail.size() == TAIL) {
      tail.removeFirst();
    }
    tail.addLast(new String(line, StandardCharsets.UTF_8));
  }

  /** How many lines it has written. */
  long lineCount() {
    return lines;
  }

  /** The last of them. */
  List<String> tail() {
    return List.copyOf(tail);
  }

  Optional<String> lastLine() {
    return Optional.ofNullable(tail.peekLast());
  }

  /** Whether one of those below it has failed, so that its own failure says nothing new. */
  boolean failedBelow() {
    return failedBelow;
  }

  /** Something below it failed of whose beginning nobody told. */
  void failedBelowItself() {
    failedBelow = true;
  }

  /** Everything above has from now on a failure below it. */
  void failed() {
    Optional<Call> above = parent;
    while (above.isPresent() && !above.get().failedBelow) {
      above.get().failedBelow = true;
      above = above.get().parent;
    }
  }
}
