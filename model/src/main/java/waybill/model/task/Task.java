package waybill.model.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One program to run in a sandbox, fully described: nothing is left to look up, to default or to
 * substitute.
 *
 * @param root what the program sees as {@code /}
 * @param ids which users and groups there are
 * @param program what is executed, as whom and where
 * @param mounts attached in this order after the root is in place; {@link Root#missing} says what
 *     becomes of mount points that are not there
 * @param network what of the network the program sees
 * @param limits what the program may use; one that cannot be enforced is refused, never ignored
 * @param timeout from taking a slot to the end; empty means none
 * @param streams where standard input, output and error go
 */
public record Task(
    Root root,
    Ids ids,
    Program program,
    List<Mount> mounts,
    Network network,
    Limits limits,
    Optional<Duration> timeout,
    Streams streams) {

  public Task {
    mounts = List.copyOf(mounts);
    if (root.access() == Root.Access.WRITABLE_ON_DISK && limits.diskBytes().isEmpty()) {
      throw new IllegalArgumentException("a root on disk needs a size");
    }
  }
}
