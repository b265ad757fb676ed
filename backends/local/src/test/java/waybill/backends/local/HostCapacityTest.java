package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.engine.room.Capacity;
import waybill.sandbox.DiskFiles;

/** What a machine has, by what its files say. */
class HostCapacityTest {
  private static final long GIGABYTE = 1 << 30;

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Eight processors and 16 GiB, of which we may use four processors. */
  private void machine() throws IOException {
    write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:        1 kB\n");
    write("proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t0-2,7\n");
  }

  private void unified() throws IOException {
    write(
        "proc/self/mountinfo",
        "30 24 0:26 / " + folder + "/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
    write("proc/self/cgroup", "0::/outer/inner\n");
    write("cgroup/cgroup.procs", "");
    write("cgroup/outer/cgroup.procs", "");
    write("cgroup/outer/inner/cgroup.procs", "");
  }

  private void version1() throws IOException {
    write(
        "proc/self/mountinfo",
        "31 24 0:27 / "
            + folder
            + "/memory rw - cgroup cgroup rw,memory\n32 24 0:28 / "
            + folder
            + "/cpu rw - cgroup cgroup rw,cpu,cpuacct\n");
    write("proc/self/cgroup", "2:memory:/job\n1:cpu,cpuacct:/job\n");
    for (String group : List.of("memory", "memory/job", "cpu", "cpu/job")) {
      write(group + "/cgroup.procs", "");
    }
    write("memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("memory/job/memory.limit_in_bytes", GIGABYTE + "\n");
    write("cpu/cpu.cfs_quota_us", "-1\n");
    write("cpu/cpu.cfs_period_us", "100000\n");
    write("cpu/job/cpu.cfs_quota_us", "150000\n");
    write("cpu/job/cpu.cfs_period_us", "100000\n");
  }

  private static final HostDisks DISKS =
      new HostDisks.Had(new DiskFiles(Path.of("/d"), Path.of("/m")), 77);

  private Capacity capacity() {
    return HostCapacity.find(9, folder.resolve("proc"), List.of(folder.resolve("cdi")), DISKS)
        .capacity();
  }

  @Test
  void withoutControlGroupsItIsTheMachineAndTheAffinity() throws IOException {
    machine();
    assertThat(capacity()).isEqualTo(new Capacity(9, 4000, 16 * GIGABYTE, 77, 0));
  }

  @Test
  void theLeastOfAllGroupsAboveUsCounts() throws IOException {
    machine();
    unified();
    write("cgroup/outer/memory.max", 2 * GIGABYTE + "\n");
    write("cgroup/outer/inner/memory.max", "max\n");
    write("cgroup/outer/cpu.max", "max 100000\n");
    write("cgroup/outer/inner/cpu.max", "250000 100000\n");
    assertThat(capacity()).isEqualTo(new Capacity(9, 2500, 2 * GIGABYTE, 77, 0));
  }

  @Test
  void groupsOfTheFirstVersionCountToo() throws IOException {
    machine();
    version1();
    assertThat(capacity()).isEqualTo(new Capacity(9, 1500, GIGABYTE, 77, 0));
  }

  @Test
  void aLimitAboveTheMachineAddsNothing() throws IOException {
    machine();
    unified();
    write("cgroup/outer/memory.max", 64 * GIGABYTE + "\n");
    write("cgroup/outer/cpu.max", "9000000 100000\n");
    assertThat(capacity()).isEqualTo(new Capacity(9, 4000, 16 * GIGABYTE, 77, 0));
  }

  @Test
  void nonsenseInTheFilesLimitsNothing() throws IOException {
    machine();
    unified();
    write("cgroup/outer/memory.max", "a lot\n");
    write("cgroup/outer/cpu.max", "50000 0\n");
    write("cgroup/outer/inner/cpu.max", "\n");
    assertThat(capacity()).isEqualTo(new Capacity(9, 4000, 16 * GIGABYTE, 77, 0));
  }

  @Test
  void aHiddenProcGivesWhatTheRuntimeKnows() {
    Capacity capacity = capacity();
    assertThat(capacity.cpuMillis()).isPositive();
    assertThat(capacity.memoryBytes()).isPositive();
  }

  @Test
  void graphicsProcessorsAreCounted() throws IOException {
    machine();
    write(
        "cdi/a.json",
        "{\"kind\": \"v/gpu\", \"devices\": [{\"name\": \"0\","
            + " \"containerEdits\": {\"deviceNodes\": [{\"path\": \"/dev/null\"}]}}]}");
    assertThat(capacity().gpus()).isEqualTo(1);
  }

  @Test
  void thisMachineHasSomething() {
    Capacity here = HostCapacity.find(3, folder.resolve("cache")).capacity();
    assertThat(here.slots()).isEqualTo(3);
    assertThat(here.cpuMillis())
        .isBetween(1L, 1000L * Math.max(1, Runtime.getRuntime().availableProcessors()));
    assertThat(here.memoryBytes()).isGreaterThan(Runtime.getRuntime().maxMemory() / 2);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "0-3,4", "'0-1,4-5,9',5", "'',0", "3-1,0", "x,0", "-1,0", "0-99999999999,0"})
  void listsOfProcessorsAreCounted(String list, int count) {
    assertThat(HostCapacity.countOfList(list)).isEqualTo(count);
  }
}
