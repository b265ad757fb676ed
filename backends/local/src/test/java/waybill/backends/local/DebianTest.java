package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.testing.Needs;

/**
 * In a task with a range of ids, a distribution's own tools do what they do elsewhere: for root,
 * and for an ordinary user with subordinate ids.
 */
class DebianTest {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path LAUNCHER = PROJECT.resolve("sandbox/target/launcher/waybill-launcher");
  private static final String INSTALL =
      "dpkg -i /root/hello.deb >/tmp/said 2>&1 || cat /tmp/said; ";

  /** Who starts the task. */
  enum Caller {
    ROOT,
    ORDINARY_USER
  }

  /** Has a shell in that Debian. */
  private interface Shell {
    String output(int user, String script) throws IOException, InterruptedException;
  }

  @TempDir private static Path folder;
  private static final Map<Caller, Shell> SHELLS = new EnumMap<>(Caller.class);
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @BeforeAll
  static void makeDebian() throws IOException, InterruptedException {
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
    var shell =
        new DebianShell(LAUNCHER, archive, Files.createDirectory(folder.resolve("of-root")));
    SHELLS.put(Caller.ROOT, shell::output);
    OPEN.add(shell::remove);
  }

  /** All that another user needs, where it may read it: this tree may be nobody else's. */
  private static Shell ofOrdinaryUser() throws IOException, InterruptedException {
    Needs.User user = Needs.rangeUser();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path code = Files.createDirectory(folder.resolve("code"));
    call("cp", LAUNCHER.toString(), code.toString());
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = code.resolve(classPath.size() + (entry.endsWith(".jar") ? ".jar" : ""));
      if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        call("cp", "-r", entry, copy.toString());
        classPath.add(copy.toString());
      }
    }
    call("chmod", "-R", "a+rX", code.toString(), folder.resolve("debian.tar").toString());
    Path own = Files.createDirectory(folder.resolve("of-user"));
    call("chown", user.id() + ":" + user.group(), own.toString());
    List<String> command = new ArrayList<>(user.command());
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Djava.io.tmpdir=" + own,
        "-cp",
        String.join(File.pathSeparator, classPath),
        DebianShell.class.getName(),
        code.resolve(LAUNCHER.getFileName()).toString(),
        folder.resolve("debian.tar").toString(),
        own.toString());
    OPEN.add(() -> call(command.toArray(String[]::new)));
    return (id, script) ->
        call(
            Stream.concat(command.stream(), Stream.of(Integer.toString(id), script))
                .toArray(String[]::new));
  }

  @AfterAll
  static void remove() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
  }

  /** What a program said, which must end well. */
  private static String call(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor()).describedAs(Files.readString(said)).isZero();
    return Files.readString(said);
  }

  private static String run(Caller caller, int user, String script)
      throws IOException, InterruptedException {
    if (!SHELLS.containsKey(caller)) {
      SHELLS.put(caller, ofOrdinaryUser());
    }
    return SHELLS.get(caller).output(user, script);
  }

  @ParameterizedTest
  @EnumSource
  void packagesCanBeInstalledAndRemoved(Caller caller) throws IOException, InterruptedException {
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
    assertThat(run(caller, 0, script))
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

  @ParameterizedTest
  @EnumSource
  void usersChangeToOthersAndBack(Caller caller) throws IOException, InterruptedException {
    String script =
        """
        passwd -d root >/tmp/said 2>&1 || cat /tmp/said
        su -s /bin/sh games -c 'id; su -c "id; id -Gn"'
        setpriv --reuid=33 --regid=33 --init-groups id
        setpriv --reuid=33 --clear-groups sh -c 'cat /etc/shadow' 2>&1
        setpriv --reuid=33 --regid=33 --clear-groups --no-new-privs su -c id 2>&1
        true
        """;
    assertThat(run(caller, 0, script).lines())
        .containsExactly(
            "uid=5(games) gid=60(games) groups=60(games)",
            "uid=0(root) gid=0(root) groups=0(root)",
            "root",
            "uid=33(www-data) gid=33(www-data) groups=33(www-data)",
            "cat: /etc/shadow: Permission denied",
            "Password: su: Authentication failure");
  }

  @ParameterizedTest
  @EnumSource
  void aUserPingsByTheProgramsRight(Caller caller) throws IOException, InterruptedException {
    assertThat(run(caller, 1000, "id -u; ping -c1 -W5 127.0.0.1 | grep received"))
        .isEqualTo("1000\n1 packets transmitted, 1 packets received, 0% packet loss\n");
  }

  @ParameterizedTest
  @EnumSource
  void thePackageManagerAndItsUserAreThere(Caller caller) throws IOException, InterruptedException {
    assertThat(
            run(
                caller,
                0,
                "apt-get --version | head -1; apt-get check 2>&1; apt-cache policy >/dev/null"))
        .startsWith("apt ")
        .doesNotContain("E:", "W:");
  }

  @ParameterizedTest
  @EnumSource
  void filesAreTheirOwners(Caller caller) throws IOException, InterruptedException {
    String script =
        "stat -c '%U:%G %a %n' / /tmp /var/mail /etc/shadow /usr/bin/passwd /usr/bin/chage /root";
    assertThat(run(caller, 7, script).lines())
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
