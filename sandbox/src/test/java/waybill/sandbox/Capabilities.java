package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped with the reason, unless
 * {@code WAYBILL_REQUIRE} names its word: then the test fails.
 */
final class Capabilities {
  private Capabilities() {}

  static void need(String word, boolean present, String reason) {
    if (present) {
      return;
    }
    String required = Optional.ofNullable(System.getenv("WAYBILL_REQUIRE")).orElse("");
    if (List.of(required.split("\\s+")).contains(word)) {
      Assertions.fail("`" + word + "` is required but missing: " + reason);
    }
    Assumptions.abort("needs `" + word + "`: " + reason);
  }

  static boolean isRoot() {
    return id("uid") == 0;
  }

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
    return isRoot() ? "root" : "user";
  }

  static void needRoot() {
    need("root", isRoot(), "run the tests as root");
  }

  /** Whether there is a run as an ordinary user at all is required elsewhere. */
  static void needOrdinaryUser() {
    Assumptions.assumeFalse(isRoot(), "says something about ordinary users, and we are root");
  }

  static void needBusybox() {
    need("busybox", Files.isExecutable(Path.of("/bin/busybox")), "install busybox-static");
  }

  static ControlGroups needControlGroups() {
    Optional<ControlGroups> groups = ControlGroups.find();
    need("cgroup", groups.isPresent(), "no control group that we may write to");
    return groups.orElseThrow();
  }
}
