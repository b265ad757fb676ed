package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.task.Ids;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.testing.Needs;

/** Tasks with several ids, on a root that was unpacked with its owners. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class RangeTest {
  private static final Path PARENT = Layers.temporaryFolder();
  private static final Path TREE = PARENT.resolve("tree");
  private static final long TIME = 1_000_000_000;

  private final TestBed bed;

  RangeTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.withRange("waybill-launcher", 2, kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private static TreeSettings settings() {
    return new TreeSettings(TestBed.BINARIES.resolve("waybill-launcher"), TestBed.subordinateIds());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Busybox as it is in the other tests' layer, and what needs owners. */
  @BeforeAll
  static void unpack() throws IOException {
    TestBed.needRange();
    try (TreeWriter writer = TreeWriter.start(settings(), TREE, Ids.RANGE);
        Stream<Path> walk = Files.walk(Layers.withBusybox())) {
      for (Path path : walk.toList()) {
        byte[] name = bytes(Layers.withBusybox().relativize(path).toString());
        writer.attributes(0, 0, 0755, TIME, 0);
        if (Files.isSymbolicLink(path)) {
          writer.symbolicLink(name, bytes(Files.readSymbolicLink(path).toString()));
        } else if (Files.isDirectory(path)) {
          writer.folder(name);
        } else {
          add(writer, name, Files.readAllBytes(path));
        }
      }
      byte[] busybox = Files.readAllBytes(Path.of("/bin/busybox"));
      writer.attributes(0, 0, 04755, TIME, 0);
      add(writer, bytes("bin/su-id/busybox"), busybox);
      byte[] capability = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      writer.attributes(0, 0, 0755, TIME, 0).extended("security.capability", capability);
      add(writer, bytes("bin/cap/busybox"), busybox);
      writer.attributes(0, 0, 0644, TIME, 0);
      add(
          writer,
          bytes("etc/passwd"),
          bytes("root::0:0::/:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n"));
      add(writer, bytes("etc/group"), bytes("root:x:0:\nuser:x:1000:\n"));
      writer.attributes(1000, 1001, 0600, TIME, 0);
      add(writer, bytes("etc/of-user"), bytes("u"));
      writer.attributes(65535, 65534, 0644, TIME, 0);
      add(writer, bytes("etc/of-last"), bytes("l"));
      writer.finish();
    }
  }

  private static void add(TreeWriter writer, byte[] path, byte[] content) {
    writer.file(path, content.length);
    writer.data(content, 0, content.length);
  }

  @AfterAll
  static void remove() {
    if (Files.exists(TREE)) {
      TreeWriter.remove(settings(), TREE, Ids.RANGE);
    }
  }

  private Job range(String script) {
    return bed.script(script).range(TREE);
  }

  private static int hostId(int id) {
    return Needs.isRoot()
        ? TestBed.HOST_ID + id
        : id == 0
            ? Capabilities.id("uid")
            : TestBed.subordinateIds().orElseThrow().firstUser() + id - 1;
  }

  private static Object owner(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesHaveTheOwnersOfTheImage() {
    assertThat(
            range("stat -c '%u %g %a' / /bin/busybox /etc/of-user /etc/of-last /bin/su-id/busybox")
                .run()
                .printed())
        .isEqualTo("0 0 755\n0 0 755\n1000 1001 600\n65535 65534 644\n0 0 4755\n");
  }

  @Test
  void allIdsExistAndNoOther() {
    assertThat(
            range("awk '{ n += $3 } END { print n }' /proc/self/uid_map; cat /proc/self/setgroups")
                .proc()
                .run()
                .printed())
        .isEqualTo("65536\nallow\n");
    assertThat(range("touch /f; chown 65536 /f").writable().run().err()).contains("Invalid arg");
  }

  @Test
  void ownersCanBeChangedAndFilesOfOthersAreWhatTheyAre() {
    assertThat(
            range(
                    "touch /new && chown 42:43 /new && stat -c '%u %g' /new && cat /etc/of-user"
                        + " && chown 5 /etc/of-user && stat -c %u /etc/of-user")
                .writable()
                .run()
                .printed())
        .isEqualTo("42 43\nu5\n");
    assertThat(range("cat /etc/of-user").ids(7, 7).run().err()).contains("Permission denied");
    assertThat(range("cat /etc/of-user").ids(1000, 7).run().printed()).isEqualTo("u");
    assertThat(owner(TREE.resolve("etc/of-user"))).isEqualTo(Needs.isRoot() ? 1000 : hostId(1000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void setUserIdProgramsWork(boolean writable) {
    Job job =
        range(
                "id -u; grep CapEff /proc/self/status;"
                    + " /bin/su-id/busybox su -c 'id -u; grep CapEff /proc/self/status'")
            .proc()
            .ids(1000, 1000);
    assertThat((writable ? job.writable() : job).run().printed())
        .isEqualTo("1000\nCapEff:\t0000000000000000\n0\nCapEff:\t00000000a80425fb\n");
  }

  @Test
  void aProgramIsInItsGroups() {
    Job job = range("id -u; id -g; id -G").ids(1000, 1001).moreGroups(7L, 65535L);
    assertThat(job.run().printed()).isEqualTo("1000\n1001\n1001 7 65535\n");
    assertThat(job.moreGroups(65536L).run().report()).isInstanceOf(LaunchReport.Refused.class);
    var many = new Long[1025];
    Arrays.fill(many, 7L);
    assertThat(job.moreGroups(many).run().report()).isInstanceOf(LaunchReport.Refused.class);
    Job single = bed.script("id -G").ids(5, 6).moreGroups(7L);
    assertThat(single.run().printed()).startsWith("6");
  }

  @Test
  void programsMayGiveUpTheirRights() {
    assertThat(range("/bin/su-id/busybox su user -c 'id; cat /etc/of-user' 2>&1").run().printed())
        .startsWith("uid=1000(user) gid=1000(user) groups=1000(user)\n");
  }

  @Test
  void rightsOfFilesWork() {
    assertThat(
            range("/bin/cap/busybox grep CapEff /proc/self/status")
                .proc()
                .ids(1000, 1000)
                .run()
                .printed())
        .isEqualTo("CapEff:\t0000000000002000\n");
  }

  @Test
  void pingWorksOnLoopback() {
    Job job = range("ping -c 1 -W 5 127.0.0.1").network(Network.LOOPBACK);
    assertThat(job.run().printed()).contains("1 packets received");
    assertThat(range("ping -c 1 127.0.0.1").network(Network.DISABLED).run().exitCode()).isNotZero();
    assertThat(
            range("/bin/cap/busybox ping -c 1 -W 5 127.0.0.1")
                .ids(1000, 1000)
                .network(Network.LOOPBACK)
                .run()
                .printed())
        .contains("1 packets received");
  }

  @Test
  void allKindsOfMountsWork() {
    Job job =
        range("set -e; touch /tmp/f /dev/shm/f; stat -c %u /tmp/f /dev/shm; ls /dev/pts >/dev/null")
            .proc()
            .mounts(
                new Mount.Tmp("/tmp"),
                new Mount.DevPts("/dev/pts"),
                new Mount.Sys("/sys"),
                new Mount.MessageQueue("/dev/mqueue"),
                new Mount.Devices(List.of(Mount.Device.SHM, Mount.Device.NULL)));
    assertThat(job.run().printed()).isEqualTo("0\n0\n");
    assertThat(job.network(Network.LOOPBACK).run().printed()).isEqualTo("0\n0\n");
    assertThat(range("echo out >/proc/self/fd/1").proc().ids(9, 9).run().printed())
        .isEqualTo("out\n");
  }

  @Test
  void layersOfASingleIdLieBeside() {
    Path layer = Layers.empty();
    Layers.file(layer, "etc/single", "s");
    Job job = range("stat -c '%u %g' /etc/single /etc/of-user; cat /etc/single").plus(layer);
    assertThat(job.run().printed()).isEqualTo("0 0\n1000 1001\ns");
    if (Needs.isRoot()) { // an ordinary user's are always those of id 0
      assertThat(job.ids(3, 4).run().printed()).isEqualTo("3 4\n1000 1001\ns");
      assertThat(job.ids(65535, 65535).run().printed()).isEqualTo("65535 65535\n1000 1001\ns");
    }
  }

  @Test
  void inABoundFolderOneIdIsTheCallerAndOthersAreNobodyOfTheHost() throws IOException {
    Path shared = Layers.empty();
    Files.writeString(shared.resolve("mine"), "m");
    Files.setAttribute(shared.resolve("mine"), "unix:mode", 0100600);
    Job job =
        range("cd /mnt; cat mine; touch new; id -u; stat -c %u mine new")
            .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE);
    assertThat(job.run().printed()).isEqualTo("m0\n0\n0\n");
    assertThat(owner(shared.resolve("new"))).isEqualTo(Capabilities.id("uid"));
    assertThat(
            range("touch /mnt/other && chown 77 /mnt/other && stat -c %u /mnt/other")
                .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                .run()
                .printed())
        .isEqualTo("77\n");
    assertThat(owner(shared.resolve("other"))).isEqualTo(hostId(77));
    if (Needs.isRoot()) {
      Files.delete(shared.resolve("new"));
      assertThat(job.ids(1000, 1000).run().printed()).isEqualTo("m1000\n1000\n1000\n");
      assertThat(owner(shared.resolve("new"))).isEqualTo(0);
      Files.setAttribute(shared, "unix:mode", 040777);
      assertThat(
              range("/bin/su-id/busybox su -c 'touch /mnt/root; stat -c %u /mnt/root'")
                  .ids(1000, 1000)
                  .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                  .run()
                  .printed())
          .isEqualTo("0\n");
      assertThat(owner(shared.resolve("root"))).isEqualTo(hostId(0));
    }
    TreeWriter.remove(settings(), shared, Ids.RANGE);
  }

  private static Map<String, String> table(String printed) {
    var table = new TreeMap<String, String>();
    printed
        .lines()
        .forEach(line -> table.put(line.substring(0, line.indexOf(' ')), line.split(" ", 2)[1]));
    return table;
  }

  /** What those may who are id 0 among several. */
  private static final List<String> GRANTED = List.of("setuid", "setgid", "setgroups");

  @Test
  void whatIsForbiddenIsRefusedToItsIdZeroToo() {
    Job job =
        bed.job("/probe", "forbidden")
            .range(TREE)
            .plus(Probe.layer())
            .proc()
            .mounts(new Mount.Tmp("/tmp"));
    Map<String, String> answers = table(job.run().printed());
    assertThat(answers).hasSizeGreaterThan(75);
    assertThat(answers.keySet().stream().filter(name -> "allowed".equals(answers.get(name))))
        .as("%s", answers)
        .containsExactlyInAnyOrderElementsOf(GRANTED);
  }

  @Test
  void noSetIdFileComesIntoAWritableBind() throws IOException {
    Path shared = Layers.empty();
    Map<String, String> answers =
        table(
            bed.job("/probe", "set-id", "/mnt")
                .range(TREE)
                .plus(Probe.layer())
                .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                .run()
                .printed());
    assertThat(answers.remove("openat2")).isEqualTo("ENOSYS");
    assertThat(answers).hasSizeGreaterThan(8);
    assertThat(answers.values()).containsOnly("EPERM");
    assertThat(
            range("/bin/su-id/busybox su -c 'chmod 4755 /mnt/plain' 2>&1")
                .ids(1000, 1000)
                .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                .run()
                .out())
        .contains("not permitted");
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat((int) Files.getAttribute(file, "unix:mode") & 06000).as("%s", file).isZero();
      }
    }
  }

  @Test
  void theKernelsSettingsCannotBeChanged() {
    Job job = bed.job("/probe", "writable", "/proc/sys").range(TREE).plus(Probe.layer()).proc();
    assertThat(job.run().printed().lines())
        .filteredOn(
            line ->
                !line.matches(
                    "/proc/sys/(fs/mqueue/.*|kernel/(ns_last_pid|pid_max|sem|auto_msgmni|(msg|shm).*))"))
        .isEmpty();
    assertThat(job.network(Network.LOOPBACK).run().printed().lines())
        .filteredOn(line -> !line.startsWith("/proc/sys/net/")) // a network of its own, once
        .filteredOn(
            line ->
                !line.matches(
                    "/proc/sys/(fs/mqueue/.*|kernel/(ns_last_pid|pid_max|sem|auto_msgmni|(msg|shm).*))"))
        .isEmpty();
  }

  @Test
  void marksOfRemovedFilesHideThem() throws IOException {
    Path upper = PARENT.resolve("upper");
    try (TreeWriter writer = TreeWriter.start(settings(), upper, Ids.RANGE)) {
      writer.whiteout(bytes("etc/of-user"));
      writer.opaque(bytes("bin/cap"));
      writer.finish();
    }
    assertThat(
            bed.script("ls /etc /bin/cap; mkdir /etc/of-user; ls /etc/of-user")
                .range(TREE, upper)
                .writable()
                .run()
                .printed())
        .doesNotContain("of-user")
        .contains("of-last", "/bin/cap:\n")
        .doesNotContain("busybox");
    TreeWriter.remove(settings(), upper, Ids.RANGE);
  }

  @Test
  void bothKindsOfTasksRunBesideEachOther() {
    for (int i = 0; i < 10; i++) {
      assertThat(bed.script("id -u").ids(i, 5).run().printed()).isEqualTo(i + "\n");
      assertThat(range("id -u").ids(1000, i).run().printed()).isEqualTo("1000\n");
    }
  }

  @Test
  void aLauncherWithoutSubordinateIdsRefusesARange() {
    Capabilities.needOrdinaryUser();
    try (TestBed without = TestBed.start(1)) {
      assertThat(without.script("id").range(Layers.withBusybox()).run().refusal().errno().symbol())
          .isEqualTo("EOPNOTSUPP");
      assertThat(without.script("id -u").run().printed()).isEqualTo("0\n");
    }
  }
}
