package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.JobDesk.runs;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** Buffers and runs when somebody dies, a disk is full or content is damaged. */
class TygerBadDaysTest {
  private static final String FAILED = "the buffer is in a permanently failed state";

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<TygerDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
    for (OpUser user : users.all()) {
      desks.add(TygerDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<TygerDesk>(users.products(), p -> TygerDesk.of(p, desks).another())
        .add("a writer is ended while somebody reads", TygerBadDaysTest::writerEnded)
        .add("a reader is killed", TygerBadDaysTest::readerKilled)
        .add("pipes that nobody opens until the time is over", TygerBadDaysTest::neverOpened)
        .add("content is damaged on disk", TygerBadDaysTest::damaged)
        .add("an access URL that is over or changed", TygerBadDaysTest::changedUrl)
        .add("two write one buffer at once", TygerBadDaysTest::twoWriters)
        .add("the agent is killed while a run goes on", TygerBadDaysTest::killedInRun)
        .add("the agent is killed while a buffer is written", TygerBadDaysTest::killedInWrite)
        .add("the disk is full", TygerBadDaysTest::diskFull)
        .tests();
  }

  private static void writerEnded(TygerDesk desk) throws IOException, InterruptedException {
    try (TygerWriting writing = TygerWriting.begin(desk, "a part")) {
      Process reader = desk.begin("", "buffer", "read", writing.buffer());
      awaitThat(
          "the part is read",
          () -> Files.readString(Path.of(desk.folder() + ".stdout")).equals("a part"));
      TygerWriting.signal(writing.process(), "TERM");
      Ending written = writing.end();
      assertThat(written.how()).isNotEqualTo("exit 0");
      Ending read = desk.end(reader);
      assertThat(read.how()).isEqualTo("exit 1");
      assertThat(read.stderr()).contains(FAILED);
    }
  }

  private static void readerKilled(TygerDesk desk) throws IOException, InterruptedException {
    String buffer;
    try (TygerWriting writing = TygerWriting.begin(desk, "one ")) {
      buffer = writing.buffer();
      Process reader = desk.begin("", "buffer", "read", buffer);
      awaitThat(
          "the part is read",
          () -> Files.readString(Path.of(desk.folder() + ".stdout")).equals("one "));
      TygerWriting.signal(reader, "KILL");
      assertThat(desk.end(reader).how()).isEqualTo("signal 9");
      writing.add("two");
      writing.finish();
      assertThat(writing.end().how()).isEqualTo("exit 0");
    }
    assertThat(desk.read(buffer)).isEqualTo("one two");
  }

  private static void neverOpened(TygerDesk desk) throws IOException, InterruptedException {
    String text = run("sleep 1000", "input", "output");
    Ending ending = desk.exec("x".repeat(1 << 20), text, "--timeout", "3s");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stdout()).isEmpty();
    assertThat(ending.stderr()).contains("run failed with status Failed", "timeout");
    String early = run("exit 0", "input", "output");
    assertThat(desk.output("x".repeat(1 << 20), early)).isEmpty();
  }

  private static void damaged(TygerDesk desk) throws IOException, InterruptedException {
    String buffer = desk.written("the first blob");
    Path blob = desk.content(buffer).resolve("00/000");
    byte[] bytes = Files.readAllBytes(blob);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("first");
    assertThat(at).isNotNegative();
    bytes[at] = 'F';
    Files.write(blob, bytes);
    Ending read = desk.tyger("buffer", "read", buffer);
    assertThat(read.how()).isEqualTo("exit 1");
    assertThat(read.stdout()).isEmpty();
    assertThat(read.stderr()).contains("00/000");
    String text = run("cat $INPUT_PIPE >$OUTPUT_PIPE", "input", "output");
    String id = desk.create(text, "-b", "input=" + buffer);
    String over = desk.over(id);
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).isNotEmpty();
    assertThat(desk.refused("buffer", "read", value(over, "output"))).contains(FAILED);
  }

  private static void changedUrl(TygerDesk desk) throws IOException, InterruptedException {
    String buffer = desk.written("content");
    String url = desk.ask("buffer", "access", buffer);
    assertThat(desk.read(url)).isEqualTo("content");
    String later = url.replaceAll("se=20..", "se=2999");
    assertThat(desk.refused("buffer", "read", later)).contains("invalid access URL");
    String forReading = desk.ask("buffer", "access", desk.ask("buffer", "create"));
    assertThat(desk.refused("buffer", "write", forReading)).contains("does not allow write access");
    String other = desk.written("other");
    assertThat(desk.refused("buffer", "read", url.replace(buffer, other)))
        .contains("invalid access URL");
  }

  private static void twoWriters(TygerDesk desk) throws IOException, InterruptedException {
    String buffer = desk.ask("buffer", "create");
    TygerDesk second = desk.another();
    Process one = desk.begin("one", "buffer", "write", buffer);
    Process two = second.begin("two", "buffer", "write", buffer);
    Ending first = desk.end(one);
    Ending other = second.end(two);
    assertThat(List.of(first.how(), other.how())).containsExactlyInAnyOrder("exit 0", "exit 1");
    boolean firstWon = first.how().equals("exit 0");
    assertThat(firstWon ? other.stderr() : first.stderr()).contains("buffer cannot be overwritten");
    assertThat(desk.read(buffer)).isEqualTo(firstWon ? "one" : "two");
  }

  private static void killedInRun(TygerDesk desk) throws IOException, InterruptedException {
    String mark = newName();
    String script = "echo part >$OUTPUT_PIPE; sleep 1000; : " + mark;
    String id = desk.create(run(script, "input", "output"));
    String output = value(desk.get("runs/" + id).body(), "output");
    awaitThat("it runs", () -> runs(mark));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), desk.agent());
    String over = desk.ask("run", "show", id);
    assertThat(value(over, "status")).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).containsIgnoringCase("agent");
    assertThat(desk.refused("buffer", "read", output)).contains(FAILED);
    assertThat(runs(mark)).isFalse();
    killed.assertNothingIsLeft();
  }

  /** The writer goes on with the next agent, or says that it could not: never something between. */
  private static void killedInWrite(TygerDesk desk) throws IOException, InterruptedException {
    TygerWriting writing = TygerWriting.begin(desk, "one ");
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), desk.agent());
    String _ = desk.ask("buffer", "show", writing.buffer());
    try (writing) {
      writing.add("two");
    } catch (IOException gone) {
      assertThat(gone).hasMessageContaining("Broken pipe");
    }
    Ending written = writing.end();
    if (written.how().equals("exit 0")) {
      assertThat(desk.read(writing.buffer())).isEqualTo("one two");
    } else {
      assertThat(written.stderr()).contains("Error");
      assertThat(desk.refused("buffer", "read", writing.buffer())).contains(FAILED);
    }
    killed.assertNothingIsLeft();
  }

  private static void diskFull(TygerDesk desk) throws IOException, InterruptedException {
    Needs.root();
    Product product = desk.user().product();
    OpUser user = OpUser.of(product, users.workshop(), users.images());
    Path state = Files.createDirectory(user.folders().resolve("state"));
    try (SmallDisk disk = new SmallDisk(state, 8 << 10);
        user) {
      product.user().own(disk.folder());
      var full = new TygerDesk(user, user.project(Map.of()), false);
      String large = full.ask("buffer", "create");
      String _ = full.ask("buffer", "gen", "16M", "-o", "large");
      assertThat(full.refused("buffer", "write", large, "-i", "large"))
          .contains("No space left on device");
      try (Stream<Path> staged = Files.list(state.resolve("buffers/staging"))) {
        assertThat(staged).isEmpty();
      }
      assertThat(full.refused("buffer", "read", large)).contains(FAILED);
      String _ = full.ask("buffer", "delete", large);
      String _ = full.ask("buffer", "purge", large);
      assertThat(full.read(full.written("there is room again"))).isEqualTo("there is room again");
    }
  }
}
