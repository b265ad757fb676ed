package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where groups can be made, from what the kernel says about mounts and our own group. */
class ControlGroupsTest {
  private final Path host = Layers.empty();

  /** A host's hierarchies, below {@code host}: one line of the mount table each. */
  private Optional<ControlGroups> find(String own, String... mounts) {
    Path mountInfo = Layers.file(host, "mountinfo", String.join("\n", mounts) + "\n");
    Path groups = Layers.file(host, "cgroup", own);
    return ControlGroups.find(mountInfo, groups);
  }

  private String version1(String controllers, String root) {
    return "33 31 0:30 %s %s rw,relatime shared:9 - cgroup cgroup rw,%s"
        .formatted(root, host.resolve("sys/" + controllers), controllers);
  }

  private String version2(String root) {
    return "41 31 0:38 %s %s rw,relatime - cgroup2 cgroup2 rw,nsdelegate"
        .formatted(root, host.resolve("sys/unified"));
  }

  private Path folder(String path) throws IOException {
    return Files.createDirectories(host.resolve("sys").resolve(path));
  }

  private Path group(String path, String passedOn) throws IOException {
    Path group = folder("unified/" + path);
    Layers.file(group, "cgroup.controllers", "cpu memory pids\n");
    Layers.file(group, "cgroup.subtree_control", passedOn + "\n");
    Layers.file(group, "cgroup.procs", "");
    return group;
  }

  private static Path parent(String folder) {
    Path path = Path.of(folder);
    assertThat(path.getFileName().toString()).startsWith("waybill-");
    assertThat(path).doesNotExist();
    return Objects.requireNonNull(path.getParent());
  }

  @Test
  void version1HasAFolderInEachHierarchy() throws IOException {
    Path memory = folder("memory/a/b");
    Path pids = folder("pids");
    Path cpu = folder("cpu,cpuacct/x");
    ControlGroups groups =
        find(
                "4:memory:/a/b\n8:pids:/\n2:cpu,cpuacct:/x\n0::/\n",
                version1("cpu,cpuacct", "/"),
                version1("memory", "/"),
                version1("pids", "/"))
            .orElseThrow();
    assertThat(groups.version()).isEqualTo(1);
    assertThat(parent(groups.memory())).isEqualTo(memory);
    assertThat(parent(groups.processes())).isEqualTo(pids);
    assertThat(parent(groups.cpu())).isEqualTo(cpu);
  }

  @Test
  void inAContainerOurGroupIsTheRootOfWhatIsMounted() throws IOException {
    Path memory = folder("memory");
    folder("pids");
    folder("cpu");
    ControlGroups groups =
        find(
                "4:memory:/docker/abc\n8:pids:/docker/abc\n1:cpu:/docker/abc\n",
                version1("memory", "/docker/abc"),
                version1("pids", "/docker/abc"),
                version1("cpu", "/docker/abc"))
            .orElseThrow();
    assertThat(parent(groups.memory())).isEqualTo(memory);
  }

  @Test
  void everyControllerIsNeeded() throws IOException {
    folder("memory");
    folder("cpu");
    folder("pids");
    assertThat(find("4:memory:/\n1:cpu:/\n", version1("memory", "/"), version1("cpu", "/")))
        .isEmpty();
    assertThat(
            find(
                "4:memory:/gone\n1:cpu:/\n8:pids:/\n",
                version1("memory", "/"),
                version1("cpu", "/"),
                version1("pids", "/")))
        .as("our own group's folder is not to be seen")
        .isEmpty();
  }

  @Test
  void version2IsTakenWhereAnAncestorPassesItsControllersOn() throws IOException {
    Path slice = group("user.slice", "cpu memory pids");
    group("user.slice/session", "");
    ControlGroups groups = find("0::/user.slice/session\n", version2("/")).orElseThrow();
    assertThat(groups.version()).isEqualTo(2);
    assertThat(parent(groups.memory())).isEqualTo(slice);
    assertThat(groups.processes()).isEmpty();
    assertThat(groups.cpu()).isEmpty();
  }

  @Test
  void version2NeedsAllControllers() throws IOException {
    group("user.slice", "cpu pids");
    group("user.slice/session", "");
    assertThat(find("0::/user.slice/session\n", version2("/"))).isEmpty();
  }

  @Test
  void aHybridHostUsesTheHierarchiesThatHaveTheControllers() throws IOException {
    Path memory = folder("memory");
    folder("pids");
    folder("cpu");
    group("", "");
    ControlGroups groups =
        find(
                "4:memory:/\n8:pids:/\n1:cpu:/\n0::/\n",
                version2("/"),
                version1("memory", "/"),
                version1("pids", "/"),
                version1("cpu", "/"))
            .orElseThrow();
    assertThat(groups.version()).isEqualTo(1);
    assertThat(parent(groups.memory())).isEqualTo(memory);
  }

  @Test
  void aFolderThatWeMayNotWriteToIsNone() throws IOException {
    Capabilities.needOrdinaryUser(); // root may write to everything
    for (String controller : new String[] {"memory", "pids", "cpu"}) {
      Files.setPosixFilePermissions(
          folder(controller), PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    assertThat(
            find(
                "4:memory:/\n8:pids:/\n1:cpu:/\n",
                version1("memory", "/"),
                version1("pids", "/"),
                version1("cpu", "/")))
        .isEmpty();
  }

  @Test
  void noControlGroupsAtAllIsNone() {
    assertThat(find("", "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw")).isEmpty();
    assertThat(ControlGroups.find(host.resolve("missing"), host.resolve("missing"))).isEmpty();
  }

  @Test
  void linesThatAreNotUnderstoodAreLeftOut() throws IOException {
    folder("memory");
    folder("pids");
    folder("cpu");
    assertThat(
            find(
                "\nx\n4:memory\n4:memory:/\n8:pids:/\n1:cpu:/:with:colons\n1:cpu:/\n",
                "",
                "33 31 0:30 / -",
                "- - - -",
                version1("memory", "/"),
                version1("pids", "/")))
        .isEmpty();
  }

  @Test
  void aMountPointMayHaveABlankInItsName() throws IOException {
    Files.createDirectories(host.resolve("a b/memory"));
    folder("pids");
    folder("cpu");
    String memory =
        "33 31 0:30 / %s rw,relatime - cgroup cgroup rw,memory"
            .formatted(host.resolve("a b/memory").toString().replace(" ", "\\040"));
    assertThat(
            find(
                "4:memory:/\n8:pids:/\n1:cpu:/\n",
                memory,
                version1("pids", "/"),
                version1("cpu", "/")))
        .isPresent();
  }

  @Test
  void everyCallNamesFoldersOfItsOwn() throws IOException {
    folder("memory");
    folder("pids");
    folder("cpu");
    String own = "4:memory:/\n8:pids:/\n1:cpu:/\n";
    String[] mounts = {version1("memory", "/"), version1("pids", "/"), version1("cpu", "/")};
    assertThat(find(own, mounts)).isNotEqualTo(find(own, mounts));
  }
}
