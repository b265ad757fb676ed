package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Attempt>(products, BadDaysTest::attempt)
        .add("a store without room", BadDaysTest::aStoreWithoutRoom)
        .add("no room for output", BadDaysTest::noRoomForOutput)
        .add("a store of another version", BadDaysTest::aStoreOfAnotherVersion)
        .add("a file where the store should be", BadDaysTest::aFileAsStore)
        .add("a program of another machine", BadDaysTest::aForeignProgram)
        .add("the command is killed", BadDaysTest::theCommandIsKilled)
        .add("the launcher is killed", BadDaysTest::theLauncherIsKilled)
        .tests();
  }

  /** A product in a new project with a job. */
  private record Attempt(Product product, Path project) {
    Ending run(Map<String, String> environment) throws IOException, InterruptedException {
      return product.run(List.of("run", "jobs.json"), "", environment, project);
    }
  }

  private static Attempt attempt(Product product) throws IOException {
    Path project = workshop.newProject();
    Files.writeString(project.resolve("jobs.json"), JOB);
    product.user().own(project);
    return new Attempt(product, project);
  }

  /** A disk of its own, so small that busybox has no room on it. */
  private static SmallDisk disk(Product product, int kibibytes) throws IOException {
    Needs.root();
    SmallDisk disk = new SmallDisk(workshop.newFolder("disk"), kibibytes);
    product.user().own(disk.folder());
    return disk;
  }

  private static void aStoreWithoutRoom(Attempt attempt) throws IOException, InterruptedException {
    try (SmallDisk disk = disk(attempt.product(), 400)) {
      Ending ending = attempt.run(Map.of("WAYBILL_CACHE_DIR", disk.folder().toString()));
      assertThat(ending.how()).isEqualTo("exit 125");
      assertThat(ending.stdout()).isEmpty();
      assertThat(ending.stderr())
          .contains("No space left on device", disk.folder().toString(), "WAYBILL_CACHE_DIR");
      assertThat(disk.folder().resolve("layers/tmp")).doesNotExist();
    }
  }

  private static void noRoomForOutput(Attempt attempt) throws IOException, InterruptedException {
    try (SmallDisk disk = disk(attempt.product(), 400)) {
      Files.writeString(
          attempt.project().resolve("jobs.json"),
          JOB.replace(
              "\"echo\", \"hi\"",
              "\"sh\", \"-c\", \"/busybox yes | /busybox head -c 900000; echo end >&2\""));
      Ending ending = attempt.run(Map.of("TMPDIR", disk.folder().toString()));
      assertThat(ending.how()).isEqualTo("exit 125");
      assertThat(ending.stderr()).contains("No space left on device", "end");
      try (Stream<Path> left = Files.list(disk.folder())) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static void aStoreOfAnotherVersion(Attempt attempt)
      throws IOException, InterruptedException {
    Path cache = workshop.newFolder("cache");
    Files.writeString(Files.createDirectory(cache.resolve("layers")).resolve("format"), "99\n");
    attempt.product().user().own(cache);
    Ending ending = attempt.run(Map.of("WAYBILL_CACHE_DIR", cache.toString()));
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).containsOnlyOnce("`99`").contains(cache.toString(), "help:");
  }

  private static void aFileAsStore(Attempt attempt) throws IOException, InterruptedException {
    Path file = attempt.project().resolve("busybox");
    Ending ending = attempt.run(Map.of("WAYBILL_CACHE_DIR", file.toString()));
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains(file.toString(), "Not a directory", "help:");
  }

  private static void aForeignProgram(Attempt attempt) throws IOException, InterruptedException {
    byte[] program = Files.readAllBytes(Needs.busybox());
    final int machine = 18; // of an ELF header; see elf(5)
    program[machine] = (byte) 0xF3; // RISC-V
    Files.write(attempt.project().resolve("busybox"), program);
    Ending ending = attempt.run(Map.of());
    assertThat(ending.how()).isEqualTo("exit 126");
    assertThat(ending.stderr()).contains("/busybox", "Exec format error", "hint");
  }

  private static void theCommandIsKilled(Attempt attempt) throws IOException, InterruptedException {
    assertThat(killed(attempt, "waybill.app.Main").how()).isEqualTo("signal 9");
    Files.writeString(attempt.project().resolve("jobs.json"), JOB);
    assertThat(attempt.run(Map.of()))
        .describedAs("the next start")
        .isEqualTo(new Ending("hi\n", "", "exit 0"));
    assertThat(sockets(attempt.product())).isEmpty();
  }

  private static void theLauncherIsKilled(Attempt attempt)
      throws IOException, InterruptedException {
    Ending ending = killed(attempt, "waybill-launcher");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains("launcher");
    assertThat(sockets(attempt.product())).isEmpty();
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
  private static Ending killed(Attempt attempt, String victim)
      throws IOException, InterruptedException {
    String sleeper = SLEEPER + attempt.project().hashCode();
    Files.writeString(
        attempt.project().resolve("jobs.json"),
        JOB.replace("\"echo\", \"hi\"", "\"sh\", \"-c\", \"/busybox sleep 50; : %s\"")
            .formatted(sleeper));
    Process command =
        attempt.product().start(List.of("run", "jobs.json"), "", Map.of(), attempt.project());
    ProcessHandle task = awaitProcess(ProcessHandle::allProcesses, "sh -c /busybox sleep", sleeper);
    awaitProcess(command::descendants, victim).destroyForcibly();
    task.onExit().join();
    return attempt.product().end(command, attempt.project());
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
