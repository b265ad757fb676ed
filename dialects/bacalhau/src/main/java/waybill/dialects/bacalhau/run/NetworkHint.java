package waybill.dialects.bacalhau.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.TaskSpec;

/** Tells whose program failed for want of a network where that comes from. */
final class NetworkHint {
  /** What programs write when nobody is there, in lower case. */
  private static final List<String> COMPLAINTS =
      List.of(
          "could not resolve host",
          "name resolution",
          "network is unreachable",
          "network unreachable",
          "bad address",
          "unknown host",
          "no such host",
          "name or service not known",
          "nodename nor servname",
          "getaddrinfo");

  private NetworkHint() {}

  /**
   * A hint for a task that failed.
   *
   * @param errors what it wrote last to standard error
   */
  static Optional<String> of(TaskSpec task, ExecutionEnd end, String errors) {
    if (!(task.network() instanceof NetworkSpec.None)
        || !(end instanceof ExecutionEnd.ExitedWith)) {
      return Optional.empty();
    }
    String lower = errors.toLowerCase(Locale.ROOT);
    for (String complaint : COMPLAINTS) {
      if (lower.contains(complaint)) {
        return Optional.of(
            "hint: task "
                + task.name()
                + " has no network, because its job asks for none; `Network: {Type: full}` gives it"
                + " this machine's");
      }
    }
    return Optional.empty();
  }
}
