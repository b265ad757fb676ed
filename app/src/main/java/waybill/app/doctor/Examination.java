package waybill.app.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.backends.local.HostDisks;
import waybill.model.failure.FailureException;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Root;
import waybill.sandbox.ControlGroups;
import waybill.sandbox.Launcher;
import waybill.sandbox.LauncherSettings;

/** Tries one ability after the other. For one call. */
final class Examination {
  private static final long SMALL_DISK = 1L << 30;
  private static final long SMALL_TRIAL = 64L << 20;

  private final LauncherSettings settings;
  private final Path cache;
  private final String user;
  private final List<Finding> findings = new ArrayList<>();

  Examination(LauncherSettings settings, Path cache, String user) {
    this.settings = settings;
    this.cache = cache;
    this.user = user;
  }

  List<Finding> findings() throws InterruptedException {
    findings.add(
        Finding.ok(
            "system",
            "Linux "
                + KernelSettings.value("/proc/sys/kernel/osrelease")
                + ", "
                + System.getProperty("os.arch")
                + ", JDK "
                + Runtime.version()
                + ", "
                + (user.equals("root") ? "as root" : "as an ordinary user")));
    examineSandbox();
    examineSubordinateIds();
    examineCache();
    return findings;
  }

  private void examineSandbox() throws InterruptedException {
    try (Launcher launcher = Launcher.start(settings)) {
      launcher.awaitReady();
      HostDisks disks = HostDisks.find(cache);
      var trial = new TrialTask(settings.program(), disks.place());
      Optional<String> trouble =
          trial.run(launcher, Root.Access.READ_ONLY, Network.DISABLED, Limits.NONE, List.of());
      if (trouble.isPresent()) {
        findings.add(Finding.missing("sandbox", trouble.get(), KernelSettings.obstacle()));
        return;
      }
      findings.add(Finding.ok("sandbox", "a program ran in one, with a read-only root"));
      tell(
          "writable root",
          trial.run(
              launcher, Root.Access.WRITABLE_IN_MEMORY, Network.DISABLED, Limits.NONE, List.of()),
          "overlay over memory",
          "the kernel must be built with overlayfs (5.11 or later for ordinary users)");
      tell(
          "loopback network",
          trial.run(launcher, Root.Access.READ_ONLY, Network.LOOPBACK, Limits.NONE, List.of()),
          "a network of its own",
          "raise user.max_net_namespaces");
      examineDisks(launcher, trial, disks);
      examineBinds(launcher, trial);
      examineLimits(launcher, trial);
    } catch (FailureException e) {
      Optional<String> cure = KernelSettings.obstacle();
      findings.add(
          Finding.missing(
              "sandbox", e.failure().message(), cure.isPresent() ? cure : e.failure().help()));
    }
  }

  private void tell(String ability, Optional<String> trouble, String detail, String cure) {
    findings.add(
        trouble.isEmpty()
            ? Finding.ok(ability, detail)
            : Finding.limited(ability, trouble.get(), cure));
  }

  private void examineDisks(Launcher launcher, TrialTask trial, HostDisks disks)
      throws InterruptedException {
    switch (disks) {
      case HostDisks.Lacking lacking ->
          findings.add(
              Finding.limited(
                  "disks", "they lie in memory, because " + lacking.reason(), lacking.cure()));
      case HostDisks.Had had ->
          tell(
              "disks",
              trial.run(
                  launcher,
                  Root.Access.WRITABLE_ON_DISK,
                  Network.DISABLED,
                  disk(Math.min(SMALL_TRIAL, had.bytes())),
                  List.of()),
              (had.bytes() >> 20) + " MiB for large ones, in files in " + had.files().folder(),
              "the kernel must have loop devices and ext4, and the file system of the cache files"
                  + " without a name");
    }
  }

  private static Limits disk(long bytes) {
    return new Limits(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(bytes),
        0);
  }

  /** Over the launcher's own file, the one path of a trial's root that is sure to be there. */
  private void examineBinds(Launcher launcher, TrialTask trial) throws InterruptedException {
    Path source = settings.program();
    Mount bind =
        new Mount.Bind(
            source, source.toString(), "/" + source.getFileName(), Mount.BindAccess.READ_ONLY);
    tell(
        "bound folders",
        trial.run(launcher, Root.Access.READ_ONLY, Network.DISABLED, Limits.NONE, List.of(bind)),
        user.equals("root") ? "with mapped ids" : "as the caller",
        "file systems without id-mapped mounts (NFS, FUSE) can be bound by ordinary users only");
  }

  private void examineLimits(Launcher launcher, TrialTask trial) throws InterruptedException {
    if (settings.controlGroups().isEmpty()) {
      findings.add(
          Finding.limited(
              "limits",
              "no control group can be made here",
              user.equals("root")
                  ? "mount the memory, pids and cpu controllers writable"
                  : "run inside `systemd-run --user --scope -p Delegate=yes`, or as root"));
      return;
    }
    ControlGroups groups = settings.controlGroups().get();
    var limits = new Limits(OptionalLong.of(64 << 20), OptionalLong.of(16), OptionalLong.of(1000));
    tell(
        "limits",
        trial.run(launcher, Root.Access.READ_ONLY, Network.DISABLED, limits, List.of()),
        "memory, processes and processor time, by control groups version " + groups.version(),
        "see the kernel's admin-guide/cgroup-v" + groups.version());
  }

  /** Images that expect several users need them; a job with a single user does not. */
  private void examineSubordinateIds() throws InterruptedException {
    findings.add(
        user.equals("root")
            ? Finding.ok("subordinate ids", "root needs none")
            : SubordinateRanges.HERE.examine(user, id(), Path.of("/usr/bin/newuidmap")));
  }

  private static String id() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return ""; // then only lines with the name are found
    }
  }

  private void examineCache() {
    try {
      Files.createDirectories(cache);
      FileStore disk = Files.getFileStore(cache);
      String detail = (disk.getUsableSpace() >> 20) + " MiB free in " + cache;
      if (!Files.isWritable(cache)) {
        findings.add(
            Finding.missing(
                "cache", cache + " cannot be written", Optional.of("set WAYBILL_CACHE_DIR")));
      } else if (disk.getUsableSpace() < SMALL_DISK) {
        findings.add(Finding.limited("cache", detail, "free some disk space"));
      } else {
        findings.add(Finding.ok("cache", detail));
      }
    } catch (IOException e) {
      findings.add(
          Finding.missing(
              "cache",
              cache + " cannot be made: " + e.getMessage(),
              Optional.of("set WAYBILL_CACHE_DIR")));
    }
  }
}
