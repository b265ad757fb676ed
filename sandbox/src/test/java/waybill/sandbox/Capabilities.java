package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import waybill.testing.Needs;

/** What tests of this module want to know of who runs them, beside {@link Needs}. */
final class Capabilities {
  private Capabilities() {}

  /** Our own {@code uid} or {@code gid}. */
  static int id(String name) {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is declared as working for whoever runs the tests: for root and for an ordinary user. */
  static String callerWord() {
    return Needs.isRoot() ? "root" : "user";
  }

  /** Whether there is a run as an ordinary user at all is required elsewhere. */
  static void needOrdinaryUser() {
    Assumptions.assumeFalse(Needs.isRoot(), "says something about ordinary users, and we are root");
  }

  static ControlGroups needControlGroups() {
    Optional<ControlGroups> groups = ControlGroups.find();
    Needs.need("cgroup", groups.isPresent(), "no control group that we may write to");
    return groups.orElseThrow();
  }
}
