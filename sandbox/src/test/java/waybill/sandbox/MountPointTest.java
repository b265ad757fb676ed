package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.task.Errno;
import waybill.model.task.Mount;
import waybill.model.task.Mount.BindAccess;
import waybill.model.task.SetupFailure;

/** Mount points and working directories that an image lacks. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class MountPointTest {
  private final TestBed bed;

  MountPointTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private Job script(String text) {
    return bed.script(text).makesMissing();
  }

  private static Path folderWith(String file, String content) {
    Path folder = Layers.empty();
    Layers.file(folder, file, content);
    return folder;
  }

  private static Path file(String content) {
    return Layers.file(Layers.empty(), "file", content);
  }

  @Test
  void foldersAreMadeForFoldersAndFilesForFiles() {
    assertThat(
            script(
                    "cat /a/b/c/word /x/y/file; stat -c '%n %F %a %u %g' /a /a/b /x /x/y;"
                        + " stat -c '%n %F' /x/y/file")
                .bind(folderWith("word", "folder\n"), "/a/b/c", BindAccess.READ_WRITE)
                .bind(file("file\n"), "/x/y/file", BindAccess.READ_ONLY)
                .run()
                .printed())
        .isEqualTo(
            """
            folder
            file
            /a directory 755 0 0
            /a/b directory 755 0 0
            /x directory 755 0 0
            /x/y directory 755 0 0
            /x/y/file regular file
            """);
  }

  @Test
  void oddlyWrittenTargetsMeanTheSame() {
    assertThat(
            script("cat /a/b/word")
                .bind(folderWith("word", "w"), "//a/./c/..///b//", BindAccess.READ_ONLY)
                .run()
                .printed())
        .isEqualTo("w");
    assertThat(
            script("cat /up/word")
                .bind(folderWith("word", "w"), "/../../up", BindAccess.READ_ONLY)
                .run()
                .printed())
        .isEqualTo("w");
  }

  @Test
  void allKindsOfMountsGetTheirMountPoint() {
    assertThat(
            bed.job("/bin/busybox", "sh", "-c", "busybox ls / /dev")
                .layers(Layers.empty(), onlyBusybox())
                .makesMissing()
                .mounts(
                    new Mount.Proc("/proc", Mount.View.MASKED),
                    new Mount.Sys("/sys"),
                    new Mount.Tmp("/t/m/p"),
                    new Mount.DevPts("/dev/pts"),
                    new Mount.MessageQueue("/dev/mqueue"),
                    new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.SHM)))
                .run()
                .printed())
        .isEqualTo("/:\nbin\ndev\nproc\nsys\nt\n\n/dev:\nmqueue\nnull\npts\nshm\n");
  }

  private static Path onlyBusybox() {
    Path layer = Layers.empty();
    try {
      Files.createDirectory(layer.resolve("bin"));
      Files.copy(Path.of("/bin/busybox"), layer.resolve("bin/busybox"));
      return layer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path link(Path layer, String path, String target) {
    try {
      Path link = layer.resolve(path);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return layer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void linksOfTheImageAreFollowedInsideOfIt() {
    Path links = Layers.empty();
    link(links, "var/run", "/run"); // there is no /run
    link(links, "var/up", "../../../../../elsewhere/../there");
    link(links, "etc/last", "../run/last/file");
    link(links, "one", "two");
    link(links, "two", "/three");
    Job job =
        script(
                "cat /run/socket /there/x/word /run/last/file /three/word; for l in /var/run /etc/last /one;"
                    + " do readlink $l; done; ls -A /elsewhere 2>&1")
            .layers(Layers.withBusybox(), links)
            .bind(file("1"), "/var/run/socket", BindAccess.READ_ONLY)
            .bind(folderWith("word", "2"), "/var/up/x", BindAccess.READ_ONLY)
            .bind(file("3"), "/etc/last", BindAccess.READ_ONLY)
            .bind(folderWith("word", "4\n"), "/one", BindAccess.READ_ONLY);
    assertThat(job.run().printed()).isEqualTo("1234\n/run\n../run/last/file\ntwo\n");
  }

  @Test
  void linksThatLeadNowhereAreRefused() {
    Path links = Layers.empty();
    link(links, "round", "/round");
    link(links, "ping", "pong");
    link(links, "pong", "ping");
    link(links, "out", "/proc/1/root/there");
    link(links, "fd", "/proc/self/fd/3/there");
    for (String target : List.of("/round", "/ping/x", "/out", "/out/x", "/fd", "/proc/1/root/x")) {
      SetupFailure refusal =
          script("exit 0")
              .layers(Layers.withBusybox(), links)
              .proc()
              .bind(Layers.empty(), target, BindAccess.READ_ONLY)
              .run()
              .refusal();
      assertThat(refusal.call()).isEqualTo(SetupFailure.Call.ATTACH_BIND);
      assertThat(refusal.target()).isEqualTo(target);
      assertThat(refusal.errno().symbol()).as(target).isEqualTo("ELOOP");
    }
  }

  @Test
  void namesThatAreTooLongAreRefused() {
    String name = "n".repeat(256);
    String deep = "/d".repeat(2100);
    for (String target : List.of("/" + name, "/a/" + name + "/b", deep)) {
      assertThat(
              script("exit 0")
                  .bind(Layers.empty(), target, BindAccess.READ_ONLY)
                  .run()
                  .refusal()
                  .errno()
                  .symbol())
          .isEqualTo("ENAMETOOLONG");
    }
  }

  @Test
  void anotherKindIsRefused() {
    Path folder = Layers.empty();
    assertThat(script("").bind(folder, "/bin/busybox", BindAccess.READ_ONLY).run().refusal())
        .isEqualTo(
            new SetupFailure(
                SetupFailure.Call.ATTACH_BIND, folder.toString(), "/bin/busybox", new Errno(20)));
    Path file = file("");
    assertThat(script("").bind(file, "/bin", BindAccess.READ_ONLY).run().refusal())
        .isEqualTo(
            new SetupFailure(
                SetupFailure.Call.ATTACH_BIND, file.toString(), "/bin", new Errno(21)));
    assertThat(script("").bind(folder, "/bin/busybox/x", BindAccess.READ_ONLY).run().refusal())
        .extracting(refusal -> refusal.errno().symbol())
        .isEqualTo("ENOTDIR");
    assertThat(script("").mounts(new Mount.Tmp("/bin/busybox")).run().refusal())
        .extracting(refusal -> refusal.errno().symbol())
        .isEqualTo("ENOTDIR");
  }

  @Test
  void aFifoOfTheImageThatIsInTheWayKeepsNobodyWaiting() throws Exception {
    Path layer = Layers.empty();
    assertThat(new ProcessBuilder("mkfifo", layer.resolve("fifo").toString()).start().waitFor())
        .isZero();
    assertThat(
            script("cat /fifo")
                .layers(Layers.withBusybox(), layer)
                .bind(file("file"), "/fifo", BindAccess.READ_ONLY)
                .run()
                .printed())
        .isEqualTo("file");
  }

  @Test
  void bindsLieInsideOfBinds() {
    Path outer = folderWith("inner/old", "old");
    Path inner = folderWith("new", "new");
    assertThat(
            script("ls /a/inner /a/made; cat /a/inner/new; echo x >/a/inner/written")
                .bind(outer, "/a", BindAccess.READ_ONLY)
                .bind(inner, "/a/inner", BindAccess.READ_WRITE)
                .run()
                .err())
        .contains("/a/made");
    assertThat(inner.resolve("written")).exists();
    assertThat(outer.resolve("inner/written")).doesNotExist();
  }

  @Test
  void whatIsMissingInAReadOnlyBindIsRefused() {
    SetupFailure refusal =
        script("")
            .bind(Layers.empty(), "/a", BindAccess.READ_ONLY)
            .bind(Layers.empty(), "/a/b", BindAccess.READ_ONLY)
            .run()
            .refusal();
    assertThat(refusal.target()).isEqualTo("/a/b");
    assertThat(refusal.errno().symbol()).isEqualTo("EROFS");
  }

  @Test
  void whatIsMissingInAWritableBindIsMadeThereForTheCaller() throws IOException {
    Path outer = Layers.empty();
    assertThat(
            script("ls /a/x/b; touch /a/x/by-task")
                .bind(outer, "/a", BindAccess.READ_WRITE)
                .bind(folderWith("word", ""), "/a/x/b", BindAccess.READ_ONLY)
                .bind(file(""), "/a/x/f", BindAccess.READ_ONLY)
                .ids(7, 8)
                .run()
                .printed())
        .isEqualTo("word\n");
    for (String made : List.of("x", "x/b", "x/f", "x/by-task")) {
      assertThat(Files.getAttribute(outer.resolve(made), "unix:uid"))
          .isEqualTo(Capabilities.id("uid"));
      assertThat(Files.getAttribute(outer.resolve(made), "unix:gid"))
          .isEqualTo(Capabilities.id("gid"));
    }
  }

  @Test
  void theSameSourceMayBeBoundTwice() {
    Path source = folderWith("word", "w");
    assertThat(
            script("cat /a/word /b/word; touch /b/new; ls /a; touch /a/x")
                .bind(source, "/a", BindAccess.READ_ONLY)
                .bind(source, "/b", BindAccess.READ_WRITE)
                .run())
        .satisfies(
            result -> {
              assertThat(result.out()).isEqualTo("wwnew\nword\n");
              assertThat(result.err()).contains("Read-only file system");
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void aMissingWorkingDirectoryIsMadeForTheProgramsUser(long id) {
    assertThat(
            script("pwd; touch here; stat -c '%u %g %a' . here")
                .directory("/some/where/else")
                .ids(id, id)
                .run()
                .printed())
        .isEqualTo("/some/where/else\n%1$d %1$d 755\n%1$d %1$d 644\n".formatted(id));
  }

  @Test
  void aWorkingDirectoryThatIsThereStaysWhatItIs() {
    assertThat(
            script("pwd; stat -c '%a' .")
                .directory("/tmp")
                .mounts(new Mount.Tmp("/tmp"))
                .run()
                .printed())
        .isEqualTo("/tmp\n1777\n");
    assertThat(script("").directory("/bin/busybox").run().refusal())
        .isEqualTo(
            new SetupFailure(
                SetupFailure.Call.CHANGE_DIRECTORY, "/bin/busybox", "/bin/busybox", new Errno(20)));
  }

  @Test
  void aWorkingDirectoryInABindIsMadeForTheCaller() throws IOException {
    Path shared = Layers.empty();
    assertThat(
            script("pwd; touch f")
                .bind(shared, "/a", BindAccess.READ_WRITE)
                .directory("/a/new")
                .run()
                .printed())
        .isEqualTo("/a/new\n");
    assertThat(Files.getAttribute(shared.resolve("new"), "unix:uid"))
        .isEqualTo(Capabilities.id("uid"));
    assertThat(
            script("")
                .bind(shared, "/a", BindAccess.READ_ONLY)
                .directory("/a/newer")
                .run()
                .refusal()
                .errno()
                .symbol())
        .isEqualTo("EROFS");
  }

  @Test
  void whatIsMadeIsGoneWithTheTask() {
    Job job = script("ls -d /a; ls /").bind(Layers.empty(), "/a", BindAccess.READ_ONLY);
    assertThat(job.run().printed()).startsWith("/a\n");
    assertThat(bed.script("ls /a").writable().run().exitCode()).isNotZero();
  }
}
