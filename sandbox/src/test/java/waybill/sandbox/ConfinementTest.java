package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.SetupFailure;
import waybill.testing.Needs;

/** What a task cannot do. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class ConfinementTest {
  private final TestBed bed;

  ConfinementTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private Job probe(String... arguments) {
    return bed.job("/probe", arguments).layers(Layers.withBusybox(), Probe.layer());
  }

  private static Map<String, String> table(String printed) {
    var table = new TreeMap<String, String>();
    printed
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              table.merge(
                  line.substring(0, space),
                  line.substring(space + 1),
                  (one, other) -> one.equals(other) ? one : one + ", " + other);
            });
    return table;
  }

  /** Everything else that is tried is answered with {@code EPERM}. */
  private static final Map<String, String> OTHER_ANSWERS =
      Map.ofEntries(
          Map.entry("clone3", "ENOSYS"),
          Map.entry("newest_call", "ENOSYS"),
          Map.entry("open_tree_attr", "ENOSYS"),
          Map.entry("foreign_call", "ENOSYS"),
          Map.entry("x32_call", "ENOSYS"),
          Map.entry("core_pattern", "EACCES"),
          Map.entry("hostname_file", "EACCES"),
          Map.entry("oom_score", "EACCES"),
          Map.entry("priority", "EACCES"),
          Map.entry("new_privs", "EINVAL"),
          Map.entry("setuid", "EINVAL"),
          Map.entry("setgid", "EINVAL"),
          Map.entry("root_write", "EROFS"));

  @Test
  void whatIsForbiddenIsRefused() {
    Map<String, String> answers =
        table(probe("forbidden").proc().mounts(new Mount.Tmp("/tmp")).run().printed());
    assertThat(answers).hasSizeGreaterThan(75).containsAllEntriesOf(OTHER_ANSWERS);
    // Not every kernel has these files.
    assertThat(answers.remove("kernel_memory")).isIn("ENOENT", "EACCES", "EPERM");
    assertThat(answers.remove("sysrq")).isIn("ENOENT", "EACCES");
    answers.keySet().removeAll(OTHER_ANSWERS.keySet());
    assertThat(answers.values()).containsOnly("EPERM");
  }

  @Test
  void aTaskHasNoCapabilitiesAndCannotGainAny() {
    assertThat(
            bed.job(
                    "grep",
                    "-E",
                    "^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs|Seccomp):",
                    "/proc/self/status")
                .proc()
                .run()
                .printed())
        .isEqualTo(
            """
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapAmb:\t0000000000000000
            NoNewPrivs:\t1
            Seccomp:\t2
            """);
  }

  @Test
  void onlyOneIdExists() {
    assertThat(
            bed.script("cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups")
                .proc()
                .ids(7, 8)
                .run()
                .printed()
                .replaceAll(" +", " "))
        .matches(" 7 \\d+ 1\n 8 \\d+ 1\ndeny\n");
  }

  /** An ordinary user's tasks own their IPC and PID namespaces, which nobody else is in. */
  private static final Pattern OWN_SETTINGS =
      Pattern.compile(
          "/proc/sys/(fs/mqueue/.*|kernel/(ns_last_pid|pid_max|sem|auto_msgmni|(msg|shm).*))");

  @ParameterizedTest
  @EnumSource(Network.class)
  void theKernelsSettingsCannotBeChanged(Network network) {
    assertThat(probe("writable", "/proc/sys").proc().network(network).run().printed().lines())
        .filteredOn(line -> !OWN_SETTINGS.matcher(line).matches())
        .isEmpty();
    if (Needs.isRoot()) {
      assertThat(probe("writable", "/proc/sys").proc().network(network).run().printed())
          .isEqualTo("/proc/sys/kernel/ns_last_pid\n"); // which refuses the write itself
    }
  }

  @Test
  void nothingInSysCanBeWritten() {
    assertThat(probe("writable", "/sys").mounts(new Mount.Sys("/sys")).run().printed()).isEmpty();
  }

  @Test
  void onlyTheTasksOwnProcessesAreSeen() {
    Job.Collected collected = new Job.Collected();
    RunningTask neighbour = bed.script("echo ready; exec sleep 1000").start(collected);
    collected.awaitOut("ready");
    assertThat(bed.script("echo /proc/[0-9]*").proc().run().printed()).isEqualTo("/proc/1\n");
    neighbour.signal(9);
    Job.await(neighbour);
  }

  @Test
  void nothingOfTheHostIsInTheMountTable() {
    String table =
        bed.script("cat /proc/self/mountinfo")
            .proc()
            .mounts(new Mount.Tmp("/tmp"), new Mount.Devices(List.of(Mount.Device.NULL)))
            .writable()
            .run()
            .printed();
    assertThat(table.lines().map(line -> line.split(" ", 6)[4]))
        .containsExactly("/", "/proc", "/tmp", "/dev/null");
    assertThat(table)
        .doesNotContain(Layers.withBusybox().toString())
        .doesNotContain(System.getProperty("java.io.tmpdir") + "/");
  }

  @Test
  void noPathOfAControlGroupIsSeen() {
    assertThat(bed.job("cat", "/proc/self/cgroup").proc().run().printed().lines())
        .allMatch(line -> line.endsWith(":/"));
  }

  @Test
  void abstractSocketsOfTheHostAreReachedOnlyThroughItsNetwork() throws IOException {
    String name = "waybill-test-" + System.nanoTime();
    Process host = new ProcessBuilder(Probe.program().toString(), "listen", name).start();
    try {
      assertThat(host.getInputStream().read()).isEqualTo('r');
      assertThat(probe("connect", name).network(Network.DISABLED).run().printed())
          .isEqualTo("connect ECONNREFUSED\n");
      assertThat(probe("connect", name).network(Network.LOOPBACK).run().printed())
          .isEqualTo("connect ECONNREFUSED\n");
      assertThat(probe("connect", name).network(Network.HOST).run().printed())
          .isEqualTo("connect allowed\n");
    } finally {
      host.destroyForcibly();
    }
  }

  @Test
  void noSetIdFileComesIntoAWritableBind() throws IOException {
    Path shared = Layers.empty();
    Map<String, String> answers =
        table(
            probe("set-id", "/mnt")
                .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                .run()
                .printed());
    assertThat(answers.remove("openat2")).isEqualTo("ENOSYS");
    assertThat(answers).hasSizeGreaterThan(8);
    assertThat(answers.values()).containsOnly("EPERM");
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat((int) Files.getAttribute(file, "unix:mode") & 06000).as("%s", file).isZero();
      }
    }
  }

  @Test
  void setIdFilesInTheTasksOwnRootAreNobodysBusiness() {
    assertThat(bed.script("touch /x && chmod 6755 /x && stat -c %a /x").writable().run().printed())
        .isEqualTo("6755\n");
  }

  @Test
  void aSetIdProgramOfALayerOrABindGivesNoOtherId() throws IOException {
    Path shared = Layers.empty();
    Path program = shared.resolve("id");
    Files.copy(Path.of("/bin/busybox"), program);
    Files.setAttribute(program, "unix:mode", 0104755);
    if (Needs.isRoot()) {
      Files.setAttribute(program, "unix:uid", 12345);
      Files.setAttribute(program, "unix:mode", 0104755);
    }
    Job job = bed.job("/mnt/id", "-u").ids(1000, 1000);
    assertThat(job.bind(shared, "/mnt", Mount.BindAccess.READ_ONLY).run().printed())
        .isEqualTo("1000\n");
    assertThat(
            bed.job("/id", "-u")
                .ids(1000, 1000)
                .layers(Layers.withBusybox(), shared)
                .run()
                .printed())
        .isEqualTo("1000\n");
  }

  @Test
  void inABoundFolderTheTaskIsTheCallerAndNobodyElse() throws IOException {
    Needs.root(); // who alone can make files of others
    Path shared = Layers.empty();
    for (int owner : new int[] {0, 12345, TestBed.HOST_ID}) {
      Path file = Files.writeString(shared.resolve("of-" + owner), "secret");
      Files.setAttribute(file, "unix:mode", 0100600);
      Files.setAttribute(file, "unix:uid", owner);
    }
    assertThat(
            bed.script(
                    "cd /mnt; for f in *; do cat $f 2>&1 | grep -q secret && echo $f; done; touch new")
                .bind(shared, "/mnt", Mount.BindAccess.READ_WRITE)
                .ids(1000, 1000)
                .run()
                .printed())
        .isEqualTo("of-0\n");
    assertThat(Files.getAttribute(shared.resolve("new"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void theDirectoryCannotBeReachedThroughWhatTheLauncherHasOpen() {
    for (String directory : List.of("/proc/self/cwd", "/proc/1/root", "/proc/thread-self/cwd")) {
      assertThat(bed.job("pwd").proc().directory(directory).run().refusal().call())
          .isEqualTo(SetupFailure.Call.CHANGE_DIRECTORY);
    }
    for (int fd = 0; fd < 60; fd++) {
      assertThat(bed.job("pwd").proc().directory("/proc/self/fd/" + fd).run().refusal().call())
          .isEqualTo(SetupFailure.Call.CHANGE_DIRECTORY);
    }
  }

  @Test
  void aMountPointCannotBeReachedThroughWhatTheLauncherHasOpen() throws IOException {
    Path layer = Layers.empty();
    Files.createSymbolicLink(layer.resolve("open"), Path.of("/proc/1/fd"));
    for (int fd = 0; fd < 60; fd++) {
      for (String below : List.of("", "/folder", "/file", "/bin", "/proc", "/1")) {
        LaunchReport report =
            bed.job("true")
                .layers(Layers.withBusybox(), layer)
                .proc()
                .mounts(new Mount.Tmp("/open/" + fd + below))
                .run()
                .report();
        assertThat(report)
            .as("%d%s", fd, below)
            .isInstanceOfSatisfying(
                LaunchReport.Refused.class,
                refused ->
                    assertThat(refused.failure().call())
                        .isEqualTo(SetupFailure.Call.ATTACH_FILE_SYSTEM));
      }
    }
  }

  @Test
  void theRootHasNothingAboveIt() {
    assertThat(bed.script("cd /../../..; stat -c %i . /").run().printed().lines().distinct())
        .hasSize(1);
  }
}
