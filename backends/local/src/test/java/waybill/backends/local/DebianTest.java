package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.images.archive.ArchiveLimits;
import waybill.images.store.LayerStore;
import waybill.images.unpack.ArchiveSource;
import waybill.images.unpack.EntryRules;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.LayerUnpack;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Outcome;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.testing.Needs;

/** In a task with a range of ids, a distribution's own tools do what they do elsewhere. */
class DebianTest {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path LAUNCHER = PROJECT.resolve("sandbox/target/launcher/waybill-launcher");
  private static final String INSTALL =
      "dpkg -i /root/hello.deb >/tmp/said 2>&1 || cat /tmp/said; ";

  @TempDir private static Path folder;
  private static LocalSettings.Granted granted;
  private static LayerStore store;
  private static Layer debian;

  @BeforeAll
  static void unpackDebian() throws IOException, InterruptedException {
    Needs.root(); // as debootstrap does
    Needs.program("debootstrap");
    Path tree = folder.resolve("debian");
    Path archive = folder.resolve("debian.tar");
    call("sh", PROJECT.resolve("conformance/src/test/sh/debian.sh").toString(), tree.toString());
    call(
        "sh",
        Path.of("src/test/sh/hello-deb.sh").toAbsolutePath().toString(),
        folder.resolve("hello").toString(),
        tree.resolve("root/hello.deb").toString());
    Files.copy(Needs.busybox(), tree.resolve("bin/ping"));
    call(Needs.program("setcap").toString(), "cap_net_raw+ep", tree.resolve("bin/ping").toString());
    call(
        "tar",
        "--numeric-owner",
        "--xattrs",
        "--xattrs-include=*",
        "-cf",
        archive.toString(),
        "-C",
        tree.toString(),
        ".");
    granted = LocalSettings.grant(Ids.RANGE);
    store = LayerStore.open(folder.resolve("cache"));
    debian =
        new LayerUnpack(
                store,
                LocalSettings.unpacker(LAUNCHER, granted),
                Hashing.inJava(),
                ArchiveLimits.DEFAULT,
                EntryRules.IMAGE)
            .install(new Archive(archive), Ids.RANGE);
  }

  @AfterAll
  static void remove() throws IOException {
    Path cache = folder.resolve("cache");
    if (Files.exists(cache)) {
      LocalSettings.unpacker(LAUNCHER, granted).remove(cache, Ids.RANGE);
    }
  }

  private record Archive(Path path) implements ArchiveSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public Optional<String> digest() {
      return Optional.empty();
    }

    @Override
    public Optional<String> diffId() {
      return Optional.empty();
    }
  }

  private static void call(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor()).describedAs(Files.readString(said)).isZero();
  }

  /** What a shell's script prints in a Debian that can be written to. */
  private static String run(int user, String script) throws IOException, InterruptedException {
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("DEBIAN_FRONTEND", "noninteractive");
    List<Mount> mounts = List.of(new Mount.ContainerSystem(), new Mount.Tmp("/tmp"));
    var task =
        new Task(
            new Root(List.of(debian), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
            Ids.RANGE,
            new Program("/bin/sh", List.of("-c", script), environment, "/", user, user),
            mounts,
            Network.LOOPBACK,
            Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    Path runtime =
        Files.createTempDirectory(
            folder,
            "run",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var out = new ByteArrayOutputStream();
    try (var backend =
        new LocalBackend(
            new LocalSettings(
                LocalSettings.launcher(LAUNCHER, runtime, 1, granted), () -> store, List.of()))) {
      AttemptReport report =
          backend.run(
              new AttemptId("s", "t", 1),
              task,
              (stream, bytes, offset, length) -> out.write(bytes, offset, length));
      assertThat(report.outcome())
          .describedAs(out.toString(StandardCharsets.UTF_8))
          .isEqualTo(new Outcome.Exited(0));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void packagesCanBeInstalledAndRemoved() throws IOException, InterruptedException {
    String script =
        INSTALL
            + """
            stat -c '%u %g %a %n' /usr/bin/hello-range /usr/bin/hello-set-id /var/lib/hello /etc/hello.conf
            id greeter
            stat -c '%U:%G' /home/greeter
            su greeter -c hello-range
            dpkg -s hello-range | grep Status
            dpkg --purge hello-range >/tmp/said 2>&1 || cat /tmp/said
            ls -d /home/greeter /usr/bin/hello-range 2>&1; id greeter 2>&1; true
            """;
    assertThat(run(0, script))
        .isEqualTo(
            """
            0 0 755 /usr/bin/hello-range
            0 0 6755 /usr/bin/hello-set-id
            1234 777 2750 /var/lib/hello
            65534 65534 644 /etc/hello.conf
            uid=1234(greeter) gid=777(greeters) groups=777(greeters)
            greeter:greeters
            greeter
            Status: install ok installed
            ls: cannot access '/home/greeter': No such file or directory
            ls: cannot access '/usr/bin/hello-range': No such file or directory
            id: ‘greeter’: no such user
            """
                .replace("‘", "'")
                .replace("’", "'"));
  }

  @Test
  void usersChangeToOthersAndBack() throws IOException, InterruptedException {
    String script =
        """
        passwd -d root >/tmp/said 2>&1 || cat /tmp/said
        su -s /bin/sh games -c 'id; su -c "id; id -Gn"'
        setpriv --reuid=33 --regid=33 --init-groups id
        setpriv --reuid=33 --clear-groups sh -c 'cat /etc/shadow' 2>&1
        setpriv --reuid=33 --regid=33 --clear-groups --no-new-privs su -c id 2>&1
        true
        """;
    assertThat(run(0, script).lines())
        .containsExactly(
            "uid=5(games) gid=60(games) groups=60(games)",
            "uid=0(root) gid=0(root) groups=0(root)",
            "root",
            "uid=33(www-data) gid=33(www-data) groups=33(www-data)",
            "cat: /etc/shadow: Permission denied",
            "Password: su: Authentication failure");
  }

  @Test
  void aUserPingsByTheProgramsRight() throws IOException, InterruptedException {
    assertThat(run(1000, "id -u; ping -c1 -W5 127.0.0.1 | grep received"))
        .isEqualTo("1000\n1 packets transmitted, 1 packets received, 0% packet loss\n");
  }

  @Test
  void thePackageManagerAndItsUserAreThere() throws IOException, InterruptedException {
    assertThat(
            run(0, "apt-get --version | head -1; apt-get check 2>&1; apt-cache policy >/dev/null"))
        .startsWith("apt ")
        .doesNotContain("E:", "W:");
  }

  @Test
  void filesAreTheirOwners() throws IOException, InterruptedException {
    String script =
        "stat -c '%U:%G %a %n' / /tmp /var/mail /etc/shadow /usr/bin/passwd /usr/bin/chage /root";
    assertThat(run(7, script).lines())
        .containsExactly(
            "root:root 755 /",
            "root:root 1777 /tmp",
            "root:mail 2775 /var/mail",
            "root:shadow 640 /etc/shadow",
            "root:root 4755 /usr/bin/passwd",
            "root:shadow 2755 /usr/bin/chage",
            "root:root 700 /root");
  }
}
