package waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Other programs that start a process in namespaces, as far as this machine has them and they work
 * here.
 */
final class Peers {
  private static final int EVERY = 10;

  private Peers() {}

  static List<Variant> find(Path root, Path work, Probe probe) throws IOException {
    var peers = new ArrayList<Variant>();
    add(
        peers,
        probe,
        "bwrap",
        "bwrap --unshare-all --ro-bind "
            + root
            + " / --proc /proc --dev /dev --tmpfs /tmp /busybox true");
    add(
        peers,
        probe,
        "unshare + chroot",
        "unshare -mpfniuC --mount-proc=" + root + "/proc chroot " + root + " /busybox true");
    Optional<Path> bundle = bundle(root, work);
    if (bundle.isPresent()) {
      add(peers, probe, "runc", "runc run --bundle " + bundle.get() + " waybill-bench");
      add(peers, probe, "crun", "crun run --bundle " + bundle.get() + " waybill-bench");
    }
    return peers;
  }

  /** Tried once first: a peer that is missing, or refuses this machine, is left out and named. */
  private static void add(List<Variant> peers, Probe probe, String name, String command)
      throws IOException {
    var words = new ArrayList<>(List.of(command.split(" ")));
    try {
      int status =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0) {
        Report.note(name + " is left out: it ended with " + status + " here");
        return;
      }
    } catch (IOException e) {
      Report.note(name + " is left out: " + e.getMessage());
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    peers.add(new Variant(name, EVERY, () -> probe.ask("spawn " + command)));
  }

  /**
   * A bundle like that of `runc spec`, without the mount of control groups, which hybrid hosts
   * refuse.
   */
  private static Optional<Path> bundle(Path root, Path work) throws IOException {
    Path bundle = Files.createDirectories(work.resolve("bundle"));
    try {
      new ProcessBuilder("runc", "spec", "--bundle", bundle.toString()).start().waitFor();
    } catch (IOException e) {
      Report.note("runc and crun are left out: " + e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    Path file = bundle.resolve("config.json");
    String config = Files.readString(file);
    config = config.replace("\"terminal\": true", "\"terminal\": false");
    config =
        config.replaceFirst("\"args\": \\[\\s*\"sh\"\\s*]", "\"args\": [\"/busybox\", \"true\"]");
    config = config.replace("\"path\": \"rootfs\"", "\"path\": \"" + root + "\"");
    config = config.replaceFirst(",\\s*\\{\\s*\"destination\": \"/sys/fs/cgroup\"[^}]*}", "");
    Files.writeString(file, config);
    return Optional.of(bundle);
  }
}
