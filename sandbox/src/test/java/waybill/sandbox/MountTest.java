package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.Mount;
import waybill.model.task.Mount.BindAccess;
import waybill.model.task.Mount.Device;
import waybill.model.task.Network;
import waybill.model.task.SetupFailure;
import waybill.testing.Needs;

/** What is attached inside the root. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class MountTest {
  private static final Errno ENOENT = new Errno(2);

  private final TestBed bed;

  MountTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  /** The mount table without its first line, the root. */
  private List<String> table(Mount... mounts) {
    return bed.job("cat", "/proc/self/mounts")
        .proc()
        .mounts(mounts)
        .run()
        .printed()
        .lines()
        .skip(1)
        .toList();
  }

  /** Ordinary users' file systems in memory tell whose they are. */
  private static String owner() {
    return Needs.isRoot()
        ? ""
        : ",uid=" + Capabilities.id("uid") + ",gid=" + Capabilities.id("gid");
  }

  @Test
  void withoutMountsThereIsNothing() {
    assertThat(bed.script("ls -A /proc /sys /tmp; cat /dev/null").run().printed())
        .isEqualTo("/proc:\n\n/sys:\n\n/tmp:\n");
  }

  @Test
  void everyTypeHasItsLineInTheOrderOfTheTask() {
    assertThat(
            table(
                new Mount.Tmp("/tmp"),
                new Mount.Sys("/sys"),
                new Mount.DevPts("/dev/pts"),
                new Mount.MessageQueue("/dev/mqueue"),
                new Mount.Devices(List.of(Device.SHM))))
        .containsExactly(
            "none /proc proc rw,relatime 0 0",
            "none /tmp tmpfs rw,relatime" + owner() + " 0 0",
            "none /sys sysfs rw,relatime 0 0",
            "none /dev/pts devpts rw,relatime,mode=600,ptmxmode=666 0 0",
            "none /dev/mqueue mqueue rw,relatime 0 0",
            "none /dev/shm tmpfs rw,relatime" + owner() + " 0 0");
  }

  @Test
  void devicesAreThoseOfTheHostAndWork() {
    var all =
        new Mount.Devices(
            List.of(
                Device.FULL, Device.NULL, Device.RANDOM, Device.TTY, Device.URANDOM, Device.ZERO));
    assertThat(
            table(all).stream()
                .skip(1)
                .map(
                    line ->
                        line.replaceAll(" \\S+ (rw,\\S*?relatime).*", " $1")
                            .replaceAll("^\\S+ ", "")))
        .containsExactly(
            "/dev/full rw,nosuid,noexec,relatime",
            "/dev/null rw,nosuid,noexec,relatime",
            "/dev/random rw,nosuid,noexec,relatime",
            "/dev/tty rw,nosuid,noexec,relatime",
            "/dev/urandom rw,nosuid,noexec,relatime",
            "/dev/zero rw,nosuid,noexec,relatime");
    assertThat(
            bed.script(
                    "echo gone >/dev/null && head -c 5 /dev/zero | wc -c && head -c 5 /dev/urandom | wc -c"
                        + " && head -c 5 /dev/random | wc -c; echo x 2>&1 >/dev/full; echo y >/dev/tty")
                .mounts(all)
                .run())
        .satisfies(
            result -> {
              assertThat(result.out()).startsWith("5\n5\n5\n").contains("No space left on device");
              assertThat(result.err()).contains("/dev/tty: No such device or address");
            });
  }

  @Test
  void onlyTheDevicesAskedForAreThere() {
    assertThat(
            bed.script("[ -c /dev/null ] && ! [ -c /dev/zero ] && ! [ -c /dev/tty ]")
                .mounts(new Mount.Devices(List.of(Device.NULL)))
                .run()
                .exitCode())
        .isZero();
  }

  @Test
  void freshFileSystemsAreWritableAndTheTasksAlone() {
    Job job =
        bed.script(
                "for d in /tmp /dev/shm /dev/mqueue; do ls -A $d; stat -c '%u %g %a' $d;"
                    + " echo x >$d/f || exit 1; done")
            .mounts(
                new Mount.Tmp("/tmp"),
                new Mount.MessageQueue("/dev/mqueue"),
                new Mount.Devices(List.of(Device.SHM)))
            .ids(7, 8);
    for (int i = 0; i < 2; i++) {
      assertThat(job.run().out()).isEqualTo("7 8 1777\n".repeat(3));
    }
  }

  @Test
  void programsRunFromATmp() {
    assertThat(
            bed.script("cp /bin/busybox /tmp/echo && /tmp/echo works")
                .mounts(new Mount.Tmp("/tmp"))
                .run()
                .printed())
        .isEqualTo("works\n");
  }

  @Test
  void terminalsCanBeMadeInADevpts() {
    assertThat(
            bed.script("exec 3<>/dev/pts/ptmx && ls /dev/pts")
                .mounts(new Mount.DevPts("/dev/pts"))
                .ids(1000, 1000)
                .run()
                .printed())
        .isEqualTo("0\nptmx\n");
  }

  @Test
  void sysShowsTheTasksNetwork() {
    assertThat(bed.script("ls /sys/class/net").mounts(new Mount.Sys("/sys")).run().printed())
        .isEqualTo("lo\n");
  }

  @Test
  void sysWithTheHostsNetworkIsForRootOnly() {
    Job.Result result =
        bed.script("ls /sys/class/net").mounts(new Mount.Sys("/sys")).network(Network.HOST).run();
    if (Needs.isRoot()) {
      assertThat(result.printed()).contains("lo\n");
    } else {
      assertThat(result.refusal())
          .isEqualTo(
              new SetupFailure(SetupFailure.Call.OPEN_FILE_SYSTEM, "sysfs", "/sys", new Errno(1)));
    }
  }

  @Test
  void whatTellsFactsAboutTheHostIsMasked() {
    String script = "cat /proc/keys; echo x >/proc/keys; ls /proc/acpi; true";
    assertThat(
            bed.script(script)
                .mounts(new Mount.Proc("/proc", Mount.View.MASKED))
                .ids(1000, 1000)
                .run()
                .err())
        .contains("can't open '/proc/keys': Permission denied")
        .contains("can't create /proc/keys: ");
    assertThat(bed.job("cat", "/proc/keys").proc().run().exitCode()).isZero();
  }

  @Test
  void aReadOnlyBindShowsTheHostsFilesAndTakesNoWrites() throws IOException {
    Path shared = Layers.empty();
    Layers.file(shared, "sub/word", "hello\n");
    Job.Result result =
        bed.script("cat /mnt/sub/word; touch /mnt/new; grep ' /mnt ' /proc/self/mounts")
            .proc()
            .bind(shared, "/mnt", BindAccess.READ_ONLY)
            .run();
    assertThat(result.out()).startsWith("hello\n").contains(" /mnt ").contains(" ro,nosuid,nodev");
    assertThat(result.err()).contains("Read-only file system");
    try (var files = Files.list(shared)) {
      assertThat(files).containsExactly(shared.resolve("sub"));
    }
  }

  @Test
  void whatIsWrittenToAWritableBindIsTheCallers() throws IOException {
    Path shared = Layers.empty();
    assertThat(
            bed.script(
                    "echo foo >/mnt/output; mkdir /mnt/d; stat -c '%u %g' /mnt/output;"
                        + " grep ' /mnt ' /proc/self/mounts")
                .proc()
                .ids(1000, 1001)
                .bind(shared, "/mnt", BindAccess.READ_WRITE)
                .run()
                .printed())
        .startsWith("1000 1001\n")
        .contains(" rw,nosuid,nodev");
    assertThat(shared.resolve("output")).hasContent("foo");
    assertThat(Files.getAttribute(shared.resolve("output"), "unix:uid"))
        .isEqualTo(Capabilities.id("uid"));
    assertThat(Files.getAttribute(shared.resolve("d"), "unix:gid"))
        .isEqualTo(Capabilities.id("gid"));
  }

  @Test
  void aFileCanBeBound() {
    Path file = Layers.file(Layers.empty(), "word", "old");
    assertThat(
            bed.script("cat /dev/stub; echo new >/dev/stub")
                .bind(file, "/dev/stub", BindAccess.READ_WRITE)
                .run()
                .printed())
        .isEqualTo("old");
    assertThat(file).hasContent("new");
  }

  @Test
  void manyBindsWork() {
    Path shared = Layers.empty();
    Job job = bed.script("ls /mnt | wc -l; cat /mnt/f7").layers(Layers.withBusybox(), shared);
    for (int i = 0; i < 300; i++) {
      Layers.file(shared, "mnt/f" + i, "");
      job.bind(Layers.file(Layers.empty(), "f", "file " + i), "/mnt/f" + i, BindAccess.READ_ONLY);
    }
    assertThat(job.run().printed()).isEqualTo("300\nfile 7");
  }

  @Test
  void moreBindsThanTheLauncherTakesAreRefused() {
    Path shared = Layers.empty();
    Job job = bed.script("exit 0");
    for (int i = 0; i < 1025; i++) {
      job.bind(shared, "/mnt", BindAccess.READ_ONLY);
    }
    assertThat(job.run().report()).isInstanceOf(LaunchReport.Refused.class);
    assertThat(bed.script("exit 0").run().exitCode()).isZero();
  }

  @Test
  void aMissingSourceIsToldAsItWasWritten() {
    var bind = new Mount.Bind(Path.of("/no/such/source"), "./source", "/mnt", BindAccess.READ_ONLY);
    assertThat(bed.script("exit 0").mounts(bind).run().refusal())
        .isEqualTo(
            new SetupFailure(SetupFailure.Call.OPEN_BIND_SOURCE, "./source", "/mnt", ENOENT));
  }

  @Test
  void aMissingMountPointIsTold() {
    Path source = Layers.empty();
    assertThat(bed.script("exit 0").bind(source, "/nope", BindAccess.READ_ONLY).run().refusal())
        .isEqualTo(
            new SetupFailure(SetupFailure.Call.ATTACH_BIND, source.toString(), "/nope", ENOENT));
    for (Mount mount :
        List.of(
            new Mount.Tmp("/nope"),
            new Mount.Sys("/nope"),
            new Mount.DevPts("/nope"),
            new Mount.MessageQueue("/nope"),
            new Mount.Proc("/nope", Mount.View.MASKED))) {
      SetupFailure failure = bed.script("exit 0").mounts(mount).run().refusal();
      assertThat(failure.call()).isEqualTo(SetupFailure.Call.ATTACH_FILE_SYSTEM);
      assertThat(failure.target()).isEqualTo("/nope");
      assertThat(failure.errno()).isEqualTo(ENOENT);
    }
    assertThat(
            bed.script("exit 0")
                .layers(bare())
                .mounts(new Mount.Devices(List.of(Device.NULL)))
                .run()
                .refusal())
        .isEqualTo(new SetupFailure(SetupFailure.Call.ATTACH_DEVICE, "null", "/dev/null", ENOENT));
  }

  private static Path bare() {
    Path layer = Layers.empty();
    Layers.file(layer, "dev/other", "");
    return layer;
  }

  @Test
  void aFolderAndAFileCannotBeAttachedToEachOther() {
    Path folder = Layers.empty();
    Path file = Layers.file(folder, "file", "");
    assertThat(
            bed.script("exit 0")
                .bind(folder, "/dev/stub", BindAccess.READ_ONLY)
                .run()
                .refusal()
                .call())
        .isEqualTo(SetupFailure.Call.ATTACH_BIND);
    assertThat(bed.script("exit 0").bind(file, "/mnt", BindAccess.READ_ONLY).run().refusal().call())
        .isEqualTo(SetupFailure.Call.ATTACH_BIND);
  }

  @Test
  void linksInTheRootAreFollowedInsideOfIt() throws IOException {
    Path layer = Layers.empty();
    Files.createSymbolicLink(layer.resolve("link"), Path.of("/mnt"));
    Files.createDirectories(layer.resolve("mnt/sub"));
    assertThat(
            bed.script("mkdir /mnt/sub/works && ls /link/sub")
                .layers(Layers.withBusybox(), layer)
                .mounts(new Mount.Tmp("/link/sub"))
                .run()
                .printed())
        .isEqualTo("works\n");
  }

  @Test
  void ourOwnFoldersAreMaskedInWhateverContainsThem() {
    Path shared = Layers.empty();
    Layers.file(shared, "a/private/secret", "secret");
    Layers.file(shared, "a/public", "public");
    Job job =
        bed.script("cat /mnt/a/public; ls /mnt/a/private; cat /mnt/a/private/secret")
            .hidden(shared.resolve("a/private"), Path.of("/elsewhere"))
            .ids(1000, 1000);
    for (BindAccess access : BindAccess.values()) {
      Job.Result result = job.bind(shared, "/mnt", access).run();
      assertThat(result.out()).isEqualTo("public");
      assertThat(result.err()).contains("Permission denied").doesNotContain("secret\n");
    }
  }

  @Test
  void laterMountsLieOverEarlierOnes() {
    Path shared = Layers.empty();
    Layers.file(shared, "below", "");
    assertThat(
            bed.script("ls /mnt")
                .bind(shared, "/mnt", BindAccess.READ_ONLY)
                .mounts(new Mount.Tmp("/mnt"))
                .run()
                .printed())
        .isEmpty();
  }
}
