package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** A Disk that is larger than the Memory lies on the host's disk, for root, and leaves nothing. */
@Timeout(300)
class LargeDiskTest {
  private static final Pattern PROCESS = Pattern.compile("\"process\":(\\d+)");

  @TempDir private static Path scratch;
  private static TestImages images;
  private static final List<OpUser> users = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    Needs.root();
    Needs.busybox();
    Needs.program("mkfs.ext4");
    Needs.need(
        "loop", Files.exists(Path.of("/dev/loop-control")), "load the kernel's module `loop`");
    Workshop workshop = new Workshop(scratch);
    images = TestImages.makeForOps(workshop.newFolder("images"));
    for (Product product : workshop.products()) {
      users.add(OpUser.of(product, workshop, images));
    }
  }

  @AfterAll
  static void close() throws IOException {
    for (OpUser user : users) {
      user.close();
    }
    if (images != null) {
      images.close();
    }
  }

  private static String job(String script, String memory, String disk) {
    return """
    Name: disk%s
    Type: batch
    Tasks:
      - Name: main
        Engine:
          Type: docker
          Params:
            Image: alpine
            Entrypoint: [sh, -c]
            Parameters: ['%s']
        Resources: {CPU: "0.1", Memory: %s, Disk: %s}
    """
        .formatted(Long.toHexString(System.nanoTime()), script, memory, disk);
  }

  private static Ending run(OpUser user, String text, String... options)
      throws IOException, InterruptedException {
    Path project = user.project(Map.of("job.yaml", text));
    var words = new ArrayList<>(List.of("bacalhau", "job", "run"));
    words.addAll(List.of(options));
    words.add("job.yaml");
    return user.waybill(project, words.toArray(String[]::new));
  }

  /** Root. */
  private static OpUser user() {
    return users.getFirst();
  }

  /** What loop devices have, of files in our user's cache. */
  private static List<String> attached() throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> blocks = Files.list(Path.of("/sys/block"))) {
      for (Path block : blocks.toList()) {
        Path backing = block.resolve("loop/backing_file");
        String text = Files.exists(backing) ? text(backing) : "";
        if (text.startsWith(user().folders().toRealPath().toString())) {
          found.add(text.strip());
        }
      }
    }
    return found;
  }

  /** One that was given up meanwhile has none any more. */
  private static String text(Path backing) {
    try {
      return Files.readString(backing);
    } catch (IOException e) {
      return "";
    }
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void awaitThat(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).describedAs("not within 60 s: " + what).isLessThan(deadline);
    }
  }

  private static void assertThatNothingIsLeft() throws IOException, InterruptedException {
    awaitThat("no loop device is left", () -> attached().isEmpty());
    try (Stream<Path> left = Files.list(user().folders().resolve("cache/disks"))) {
      assertThat(left).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(" ext4 /dev/loop");
  }

  @Test
  void aTaskWritesMoreThanItsMemory() throws IOException, InterruptedException {
    String script = "dd if=/dev/zero of=/big bs=1000000 count=150 && wc -c </big";
    Ending ending = run(user(), job(script, "100MB", "200MB"), "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("150000000");
    assertThatNothingIsLeft();
  }

  @Test
  void moreThanTheDiskIsNoSpaceLeftAndItIsSaid() throws IOException, InterruptedException {
    String script = "dd if=/dev/zero of=/big bs=1000000 count=300 || exit 7";
    Ending ending = run(user(), job(script, "100MB", "200MB"), "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 7");
    assertThat(ending.stdout() + ending.stderr())
        .contains("No space left on device", "the Disk of task main, 200 MB, was full");
    assertThatNothingIsLeft();
  }

  @Test
  void twoAtOnceAndNothingIsLeftWhenTheAgentIsKilled() throws IOException, InterruptedException {
    var jobs = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      String text = job("echo x >/new; sleep 1000", "100MB", "500MB");
      Ending ending = run(user(), text, "--wait=false");
      assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
      jobs.add(ending.stdout().strip());
    }
    awaitThat("both have their disks", () -> attached().size() == 2);
    Path folder = user().project(Map.of());
    String said = user().waybill(folder, "agent", "status", "--output", "json").stdout();
    Matcher process = PROCESS.matcher(said);
    assertThat(process.find()).describedAs(said).isTrue();
    ProcessHandle agent = ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
    assertThat(agent.destroyForcibly()).isTrue();
    awaitThat("the agent is gone", () -> !agent.isAlive());
    assertThatNothingIsLeft();
    for (String id : jobs) {
      user().waybill(folder, "bacalhau", "job", "stop", id);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void whatNobodyCanHaveIsRefusedWhenItIsSubmitted() throws IOException, InterruptedException {
    for (String option : List.of("--dry-run", "--force")) {
      Ending ending = run(user(), job("true", "100MB", "900000TB"), option);
      assertThat(ending.how()).isEqualTo("exit 1");
      assertThat(ending.stderr())
          .containsOnlyOnce("insufficient resources: Disk request exceeds node capacity");
    }
    Ending ordinary = run(users.getLast(), job("true", "100MB", "900000TB"), "--dry-run");
    assertThat(ordinary.how()).isEqualTo("exit 1");
    assertThat(ordinary.stderr())
        .containsOnlyOnce("a Disk lies in memory here, because only root can have loop devices");
  }

  @Test
  void theDoctorTriesIt() throws IOException, InterruptedException {
    Path folder = user().project(Map.of());
    assertThat(user().waybill(folder, "doctor").stdout()).contains("disks", "for large ones");
    assertThat(users.getLast().waybill(folder, "doctor").stdout())
        .contains("only root can have loop devices");
    assertThatNothingIsLeft();
  }
}
