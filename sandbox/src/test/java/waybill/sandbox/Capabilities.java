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

  /** A folder for disks, on a disk. */
  static DiskFiles needDisks() {
    Needs.root();
    Needs.need(
        "loop", Files.exists(Path.of("/dev/loop-control")), "load the kernel's module `loop`");
    Path formatter = Path.of("/sbin/mkfs.ext4");
    Needs.need("mkfs.ext4", Files.isExecutable(formatter), "install e2fsprogs");
    Path folder = Layers.temporaryFolder();
    try {
      String type = Files.getFileStore(folder).type();
      Needs.need("disk", !type.equals("tmpfs"), "let java.io.tmpdir be on a disk");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DiskFiles(folder, formatter);
  }

  static ControlGroups needControlGroups() {
    Optional<ControlGroups> groups = ControlGroups.find();
    Needs.need("cgroup", groups.isPresent(), "no control group that we may write to");
    return groups.orElseThrow();
  }
}
