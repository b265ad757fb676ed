package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/**
 * Full disks, damaged stores, programs that cannot run, and processes that are killed: each is told
 * once and clearly, and nothing stays behind.
 */
class BadDaysTest {
  private static final String JOB =
      """
      {"layers": [{"paths": ["busybox"]}], "program": "/busybox", "arguments": ["echo", "hi"]}
      """;

  /** What a task that waits for its end is called, so that it can be found among all processes. */
  private static final String SLEEPER = "waybill-bad-day";

  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;

  @BeforeAll
  static void findProducts() throws IOException, InterruptedException {
    workshop = new Workshop(folder);
    products = workshop.products();
  }

  /** What holds on a bad day, for a product in a new project. */
  private interface Promise {
    void hold(Product product, Path project) throws IOException, InterruptedException;
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    var tests = new ArrayList<DynamicTest>();
    for (Product product : products) {
      add(tests, product, "a store without room", BadDaysTest::aStoreWithoutRoom);
      add(tests, product, "no room for output", BadDaysTest::noRoomForOutput);
      add(tests, product, "a store of another version", BadDaysTest::aStoreOfAnotherVersion);
      add(tests, product, "a file where the store should be", BadDaysTest::aFileAsStore);
      add(tests, product, "a program of another machine", BadDaysTest::aForeignProgram);
      add(tests, product, "the command is killed", BadDaysTest::theCommandIsKilled);
      add(tests, product, "the launcher is killed", BadDaysTest::theLauncherIsKilled);
    }
    return tests.stream();
  }

  private static void add(List<DynamicTest> tests, Product product, String name, Promise promise) {
    tests.add(
        dynamicTest(
            product.name() + ": " + name,
            () -> {
              Path project = workshop.newFolder("project");
              Files.copy(Needs.busybox(), project.resolve("busybox"));
              Files.writeString(project.resolve("jobs.json"), JOB);
              product.user().own(project);
              promise.hold(product, project);
            }));
  }

  private static Ending run(Product product, Path project, Map<String, String> environment)
      throws IOException, InterruptedException {
    return product.run(List.of("run", "jobs.json"), "", environment, project);
  }

  /** A disk of its own, so small that busybox has no room on it. */
  private static Disk disk(Product product, int kibibytes) throws IOException {
    Needs.root();
    Disk disk = new Disk(workshop.newFolder("disk"), kibibytes);
    product.user().own(disk.folder());
    return disk;
  }

  /** A file system in memory that is gone when the test is. */
  private record Disk(Path folder) implements AutoCloseable {
    Disk(Path folder, int kibibytes) throws IOException {
      this(folder);
      command("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none", folder.toString());
    }

    private static void command(String... words) throws IOException {
      Process process = new ProcessBuilder(words).inheritIO().start();
      assertThat(process.onExit().join().exitValue()).isZero();
    }

    @Override
    public void close() throws IOException {
      command("umount", folder.toString());
    }
  }

  private static void aStoreWithoutRoom(Product product, Path project)
      throws IOException, InterruptedException {
    try (Disk disk = disk(product, 400)) {
      Ending ending = run(product, project, Map.of("WAYBILL_CACHE_DIR", disk.folder().toString()));
      assertThat(ending.how()).isEqualTo("exit 125");
      assertThat(ending.stdout()).isEmpty();
      assertThat(ending.stderr())
          .contains("No space left on device", disk.folder().toString(), "WAYBILL_CACHE_DIR");
      assertThat(disk.folder().resolve("layers/tmp")).doesNotExist();
    }
  }

  private static void noRoomForOutput(Product product, Path project)
      throws IOException, InterruptedException {
    try (Disk disk = disk(product, 400)) {
      Files.writeString(
          project.resolve("jobs.json"),
          JOB.replace(
              "\"echo\", \"hi\"",
              "\"sh\", \"-c\", \"/busybox yes | /busybox head -c 900000; echo end >&2\""));
      Ending ending = run(product, project, Map.of("TMPDIR", disk.folder().toString()));
      assertThat(ending.how()).isEqualTo("exit 125");
      assertThat(ending.stderr()).contains("No space left on device", "end");
      try (Stream<Path> left = Files.list(disk.folder())) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static void aStoreOfAnotherVersion(Product product, Path project)
      throws IOException, InterruptedException {
    Path cache = workshop.newFolder("cache");
    Files.writeString(Files.createDirectory(cache.resolve("layers")).resolve("format"), "99\n");
    product.user().own(cache);
    Ending ending = run(product, project, Map.of("WAYBILL_CACHE_DIR", cache.toString()));
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).containsOnlyOnce("`99`").contains(cache.toString(), "help:");
  }

  private static void aFileAsStore(Product product, Path project)
      throws IOException, InterruptedException {
    Path file = project.resolve("busybox");
    Ending ending = run(product, project, Map.of("WAYBILL_CACHE_DIR", file.toString()));
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains(file.toString(), "Not a directory", "help:");
  }

  private static void aForeignProgram(Product product, Path project)
      throws IOException, InterruptedException {
    byte[] program = Files.readAllBytes(Needs.busybox());
    final int machine = 18; // of an ELF header; see elf(5)
    program[machine] = (byte) 0xF3; // RISC-V
    Files.write(project.resolve("busybox"), program);
    Ending ending = run(product, project, Map.of());
    assertThat(ending.how()).isEqualTo("exit 126");
    assertThat(ending.stderr()).contains("/busybox", "Exec format error", "hint");
  }

  private static void theCommandIsKilled(Product product, Path project)
      throws IOException, InterruptedException {
    assertThat(killed(product, project, "waybill.app.Main").how()).isEqualTo("signal 9");
    Files.writeString(project.resolve("jobs.json"), JOB);
    assertThat(run(product, project, Map.of()))
        .describedAs("the next start")
        .isEqualTo(new Ending("hi\n", "", "exit 0"));
    assertThat(sockets(product)).isEmpty();
  }

  private static void theLauncherIsKilled(Product product, Path project)
      throws IOException, InterruptedException {
    Ending ending = killed(product, project, "waybill-launcher");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains("launcher");
    assertThat(sockets(product)).isEmpty();
  }

  private static List<Path> sockets(Product product) throws IOException {
    try (Stream<Path> files = Files.list(product.user().home().resolve("runtime"))) {
      return files.toList();
    }
  }

  /**
   * Kills a process of ours while a task runs, and waits until the task and the command are gone.
   *
   * @param victim what the command line of who is killed contains; the first one dies
   * @return how the command ended
   */
  private static Ending killed(Product product, Path project, String victim)
      throws IOException, InterruptedException {
    String sleeper = SLEEPER + project.hashCode();
    Files.writeString(
        project.resolve("jobs.json"),
        JOB.replace("\"echo\", \"hi\"", "\"sh\", \"-c\", \"/busybox sleep 50; : %s\"")
            .formatted(sleeper));
    Process command = product.start(List.of("run", "jobs.json"), "", Map.of(), project);
    ProcessHandle task = awaitProcess(ProcessHandle::allProcesses, "sh -c /busybox sleep", sleeper);
    awaitProcess(command::descendants, victim).destroyForcibly();
    task.onExit().join();
    return product.end(command, project);
  }

  /** The first process whose command line contains the words, as soon as there is one. */
  private static ProcessHandle awaitProcess(
      Supplier<Stream<ProcessHandle>> processes, String... words) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
    while (System.nanoTime() < deadline) {
      Optional<ProcessHandle> found =
          processes.get().filter(process -> hasWords(process, words)).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no process with " + List.of(words));
  }

  private static boolean hasWords(ProcessHandle process, String... words) {
    String line = process.info().commandLine().orElse("");
    return Stream.of(words).allMatch(line::contains);
  }
}
