package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.task.Ids;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Streams;

/** What images find of the system, though their layers have neither devices nor mount points. */
@ParameterizedClass
@MethodSource("callers")
class ContainerSystemTest {
  private final Ids ids;
  private final TestBed bed;

  ContainerSystemTest(LauncherSettings.Kernel kernel, Ids ids) {
    this.ids = ids;
    this.bed =
        ids == Ids.RANGE ? TestBed.withRange("waybill-launcher", 2, kernel) : TestBed.start(kernel);
  }

  static Stream<Object[]> callers() {
    return Arrays.stream(LauncherSettings.Kernel.values())
        .flatMap(kernel -> Arrays.stream(Ids.values()).map(ids -> new Object[] {kernel, ids}));
  }

  @AfterEach
  void close() {
    bed.close();
  }

  /** In an image that has programs and nothing else. */
  private Job script(String text) {
    return script(text, new Mount.ContainerSystem());
  }

  private Job script(String text, Mount.ContainerSystem system) {
    Job job = bed.job("/bin/busybox", "sh", "-c", text);
    return (ids == Ids.RANGE ? job.range().plus(programs()) : job.layers(programs()))
        .makesMissing()
        .mounts(system);
  }

  private static Path programs() {
    Path layer = Layers.empty();
    try {
      Files.createDirectory(layer.resolve("bin"));
      try (var names = Files.list(Layers.withBusybox().resolve("bin"))) {
        for (Path name : names.toList()) {
          Path copy = layer.resolve("bin").resolve(name.getFileName());
          if (Files.isSymbolicLink(name)) {
            Files.createSymbolicLink(copy, Files.readSymbolicLink(name));
          } else {
            Files.copy(name, copy);
          }
        }
      }
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void theFoldersOfTheSystemAreThere(Network network) {
    assertThat(
            script("ls / /dev; [ -d /sys/class/net/lo ] && [ -r /proc/self/status ]")
                .network(network)
                .run()
                .printed())
        .isEqualTo(
            """
            /:
            bin
            dev
            proc
            sys

            /dev:
            fd
            full
            mqueue
            null
            ptmx
            pts
            random
            shm
            stderr
            stdin
            stdout
            tty
            urandom
            zero
            """);
  }

  @Test
  void devicesAndLinksWork() {
    Job.Result result =
        script(
                "echo gone >/dev/null; head -c 3 /dev/zero | wc -c; head -c 3 /dev/urandom | wc -c;"
                    + " head -c 3 /dev/random | wc -c; echo out >/dev/stdout; echo err >/dev/stderr;"
                    + " echo in | cat /dev/stdin; echo fd | cat /dev/fd/0; echo x 2>&1 >/dev/full;"
                    + " echo y >/dev/tty")
            .run();
    assertThat(result.out()).startsWith("3\n3\n3\nout\nin\nfd\n").contains("No space left");
    assertThat(result.err())
        .startsWith("err\n")
        .contains("/dev/tty: No such device or address")
        .doesNotContain("/dev/null");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void everyUserHasTerminalsAndSharedMemory(long user) {
    assertThat(
            script(
                    "exec 3<>/dev/ptmx && ls /dev/pts; for d in /dev/shm /dev/mqueue; do"
                        + " touch $d/f || exit; stat -c '%a' $d; done; stat -c '%a %u' /dev;"
                        + " readlink /dev/ptmx")
                .ids(user, user)
                .run()
                .printed())
        .startsWith("0\nptmx\n1777\n1777\n755 ")
        .endsWith("\npts/ptmx\n");
  }

  @Test
  void idZeroMayAddToDev() {
    assertThat(
            script("mkdir /dev/x && echo y >/dev/x/f && ln -s x/f /dev/log && cat /dev/log")
                .run()
                .printed())
        .isEqualTo("y\n");
  }

  @Test
  void aTerminalIsTheTasks() {
    assertThat(
            script("tty; echo hello >/dev/tty; ls /dev/pts")
                .streams(new Streams.Terminal(80, 24))
                .run()
                .printed())
        .isEqualTo("/dev/pts/0\r\nhello\r\n0     ptmx\r\n");
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void theKernelsFoldersTakeNoWritesAndTellLess(Network network) {
    Job job =
        script(
            "touch /sys/x; echo 1 >/sys/kernel/uevent_seqnum; ls /sys/fs/cgroup /sys/firmware;"
                + " cat /proc/keys; ls /proc/acpi; echo x >/proc/sys/kernel/core_pattern");
    Job.Result result = job.network(network).ids(1000, 1000).run();
    assertThat(result.out()).doesNotContain("cgroup.procs", "tasks");
    assertThat(result.err())
        .contains("/sys/x: Read-only file system")
        .contains("can't open '/proc/keys'")
        .contains("can't create /proc/sys/kernel/core_pattern");
    assertThat(job.ids(0, 0).run().err())
        .contains("/sys/x: Read-only file system")
        .contains("can't create /proc/sys/kernel/core_pattern");
    assertThat(
            bed.job("/probe", "writable", "/sys")
                .layers(programs(), Probe.layer())
                .makesMissing()
                .mounts(new Mount.ContainerSystem())
                .network(network)
                .run()
                .printed())
        .isEmpty();
  }

  @Test
  void whatTheImageHasInItsDevIsCovered() {
    Path layer = Layers.empty();
    Layers.file(layer, "dev/null", "no device");
    Layers.file(layer, "dev/own", "own");
    Layers.file(layer, "proc/own", "own");
    assertThat(
            script("cat /dev/null; ls /dev/own /proc/own 2>&1; true").plus(layer).run().printed())
        .isEqualTo(
            "ls: /dev/own: No such file or directory\nls: /proc/own: No such file or directory\n");
  }

  @Test
  void bindsLieInDevToo() {
    Path shared = Layers.empty();
    Path file = Layers.file(Layers.empty(), "f", "file");
    assertThat(
            script("touch /dev/shm/in/word; cat /dev/x/log")
                .bind(shared, "/dev/shm/in", Mount.BindAccess.READ_WRITE)
                .bind(file, "/dev/x/log", Mount.BindAccess.READ_ONLY)
                .run()
                .printed())
        .isEqualTo("file");
    assertThat(shared.resolve("word")).exists();
  }

  @Test
  void allThatIsInMemoryIsBounded() {
    String[] sizes =
        script(
                "awk '/MemTotal/ { print $2 }' /proc/meminfo;"
                    + " for f in / /dev/shm /dev; do stat -f -c '%b %s' $f; done")
            .run()
            .printed()
            .split("\\s+");
    double memory = Double.parseDouble(sizes[0]) * 1024;
    assertThat(bytes(sizes, 1) / memory).isBetween(0.4, 0.51);
    assertThat(bytes(sizes, 3) / memory).isBetween(0.2, 0.26);
    assertThat(bytes(sizes, 5)).isEqualTo(1 << 20);
  }

  @Test
  void sharedMemoryIsAsLargeAsWasAskedFor() {
    String[] sizes =
        script("stat -f -c '%b %s' /dev/shm", new Mount.ContainerSystem(OptionalLong.of(3 << 20)))
            .run()
            .printed()
            .split("\\s+");
    assertThat(bytes(sizes, 0)).isEqualTo(3 << 20);
  }

  private static double bytes(String[] sizes, int at) {
    return Double.parseDouble(sizes[at]) * Double.parseDouble(sizes[at + 1]);
  }

  @Test
  void filesAreMadeInPlaceOfWhatTheImageHas() throws IOException, InterruptedException {
    Path layer = Layers.empty();
    Layers.file(layer, "etc/hosts", "the image's");
    Files.createSymbolicLink(layer.resolve("etc/resolv.conf"), Path.of("/proc/1/fd/1"));
    assertThat(
            new ProcessBuilder("mkfifo", layer.resolve("etc/hostname").toString())
                .start()
                .waitFor())
        .isZero();
    assertThat(
            script(
                    "cd /etc; cat hosts resolv.conf hostname; stat -c '%F %a %u' hosts resolv.conf"
                        + " hostname; cat /new/folder/f; echo more >>hosts && tail -n 1 hosts")
                .plus(layer)
                .files(
                    new Step.File("/etc/hosts", "h\n"),
                    new Step.File("/etc/resolv.conf", "\0r\n"),
                    new Step.File("/etc/hostname", "n\n"),
                    new Step.File("/new/folder/f", "\377"))
                .run()
                .printed()
                .replace("\uFFFD", "?"))
        .isEqualTo(
            """
            h
            \0r
            n
            regular file 644 0
            regular file 644 0
            regular file 644 0
            ?more
            """);
    assertThat(layer.resolve("etc/hosts")).hasContent("the image's");
  }

  @Test
  void aFileInPlaceOfAFolderIsRefused() {
    assertThat(script("true").files(new Step.File("/bin", "x")).run().refusal().subject())
        .isEqualTo("writing /bin (write)");
  }
}
