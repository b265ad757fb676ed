package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Streams;

/** Another virtual machine with a launcher: one that may be killed, or that has other streams. */
final class ChildVm {
  /** One that is killed deletes nothing, so its folders tell whose they are, and go with us. */
  private static final String PREFIX = "waybill-test-" + ProcessHandle.current().pid() + "-";

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ChildVm::deleteWhatIsLeft));
  }

  private ChildVm() {}

  private static void deleteWhatIsLeft() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
      left.forEach(Layers::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A command that runs one of these.
   *
   * <ul>
   *   <li>{@code inherit KERNEL SCRIPT}: a task that inherits our streams; exits as it does
   *   <li>{@code hold COUNT}: prints the launcher's pid once COUNT tasks run, then waits for its
   *       end
   *   <li>{@code digest}: prints the pid of a process in the middle of a digest, then waits
   *   <li>{@code raw SCRIPT}: the same as inherit, with the terminal in raw mode
   * </ul>
   */
  static ProcessBuilder start(String... arguments) {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dlauncher.binaries=" + TestBed.BINARIES,
                "-D" + Layers.PREFIX + "=" + PREFIX,
                "-cp",
                System.getProperty("java.class.path"),
                ChildVm.class.getName()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words);
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "inherit" ->
          System.exit(inherit(LauncherSettings.Kernel.valueOf(arguments[1]), arguments[2]));
      case "raw" -> System.exit(raw(arguments[1]));
      case "digest" -> digest();
      case "hold" -> hold(Integer.parseInt(arguments[1]));
      default -> System.exit(2);
    }
  }

  private static int inherit(LauncherSettings.Kernel kernel, String script) {
    try (TestBed bed = TestBed.start(kernel)) {
      return bed.script(script).streams(new Streams.Inherited()).run().exitCode();
    }
  }

  private static int raw(String script) throws Exception {
    try (TestBed bed = TestBed.start(LauncherSettings.Kernel.PROBED)) {
      bed.launcher().setRawTerminal(true);
      System.out.print("launcher " + bed.launcher().handle().pid() + "\r\n");
      System.out.flush();
      return bed.script(script).streams(new Streams.Inherited()).run().exitCode();
    }
  }

  private static void digest() throws Exception {
    DigestProcess digest = DigestProcess.start(TestBed.BINARIES.resolve("waybill-launcher"));
    digest.update(new byte[1 << 20], 0, 1 << 20);
    System.out.println(digest.process().pid());
    while (System.in.read() >= 0) {
      // nothing is ever typed
    }
  }

  private static void hold(int count) throws Exception {
    Optional<ControlGroups> groups = ControlGroups.find();
    TestBed bed =
        TestBed.start(
            TestBed.settings("waybill-launcher", 2, groups, LauncherSettings.Kernel.PROBED));
    for (int i = 0; i < count; i++) {
      Job.Collected collected = new Job.Collected();
      Job job = bed.script("echo ready; exec sleep 1000").writable();
      if (groups.isPresent()) {
        job.limits(Job.processes(50));
      }
      job.start(collected);
      collected.awaitOut("ready");
    }
    System.out.println(bed.launcher().handle().pid());
    while (System.in.read() >= 0) {
      // nothing is ever typed
    }
    System.exit(0); // without closing anything
  }
}
