package waybill.dialects.maelstrom.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.cli.Exit;
import waybill.model.task.Outcome;

@Timeout(60)
class MaelstromRunTest {
  private static final Exit BAD = new Exit.Status(1);
  private static final Exit USAGE = new Exit.Status(2);

  @TempDir Path folder;
  private CommandBench bench;

  @BeforeEach
  void setUp() {
    bench = new CommandBench(folder);
  }

  @Test
  void aStreamWithoutJobsEndsWellAndOpensNothing() {
    assertThat(bench.run(" \n")).isEqualTo(Exit.OK);
    assertThat(bench.settings).isEmpty();
    assertThat(bench.out() + bench.err()).isEmpty();
  }

  @Test
  void aJobPrintsWhatItWroteAndNothingMore() {
    assertThat(bench.run(print("a\n", "b\n"))).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("a\n");
    assertThat(bench.err()).isEqualTo("b\n");
    assertThat(bench.backend.isClosed()).isTrue();
  }

  @Test
  void aJobRunsBeforeTheStreamGoesOn() throws InterruptedException {
    GatedInput input = new GatedInput(print("a\n", ""), "");
    Thread command = Thread.ofVirtual().start(() -> bench.run(input));
    bench.backend.awaitStarts(1);
    input.open();
    command.join();
    assertThat(bench.out()).isEqualTo("a\n");
  }

  @ParameterizedTest
  @CsvSource({
    "exit, 3, job 0: exited with code 3, 3",
    "die, 11, job 0: killed by signal 11, 1",
    "missing, x, job 0: execution error: execvc: No such file or directory, 1",
  })
  void inAStreamAJobThatEndsBadlyGetsALine(
      String program, String argument, String line, int status) {
    assertThat(bench.run(job(program, argument))).isEqualTo(new Exit.Status(status));
    assertThat(bench.err()).isEqualTo(line + "\n");
  }

  @Test
  void theFirstJobToEndBadlyDecidesTheStatus() {
    Exit exit = bench.run(job("exit", "0") + job("exit", "7") + job("exit", "3"), "--slots=1");

    // They are handed over one after the other, but by threads of their own.
    assertThat(bench.err().lines())
        .containsExactlyInAnyOrder("job 1: exited with code 7", "job 2: exited with code 3");
    assertThat(exit).isEqualTo(new Exit.Status(bench.err().startsWith("job 1") ? 7 : 3));
  }

  @Test
  void oneJobAloneEndsTheCommandWithItsStatusAndSilently() {
    assertThat(bench.run(job("exit", "3"), "--one")).isEqualTo(new Exit.Status(3));
    assertThat(bench.err()).isEmpty();
  }

  @Test
  void oneJobAloneEndsTheCommandByItsSignalAndSilently() {
    assertThat(bench.run(job("die", "11"), "-1")).isEqualTo(new Exit.BySignal(11));
    assertThat(bench.err()).isEmpty();
  }

  @Test
  void oneJobAloneThatCouldNotRunSaysSoWithoutANumber() {
    assertThat(bench.run(job("missing"), "--one")).isEqualTo(BAD);
    assertThat(bench.err()).isEqualTo("execution error: execvc: No such file or directory\n");
  }

  @Test
  void aJobThatRanOutOfTimeKeepsWhatItWrote() throws InterruptedException {
    Exit[] exit = new Exit[1];
    String job = "{\"timeout\":1," + job("hang").substring(1);
    Thread command = Thread.ofVirtual().start(() -> exit[0] = bench.run(job, "--one"));
    bench.backend.awaitRunning(1);
    bench.letTimePass(Duration.ofSeconds(2));
    command.join();
    assertThat(exit[0]).isEqualTo(BAD);
    assertThat(bench.out()).isEqualTo("ready\n");
    assertThat(bench.err()).isEqualTo("timed out\n");
  }

  @Test
  void oneJobAloneLooksAtNothingBehindIt() {
    assertThat(bench.run(print("a\n", "") + "this is not json", "--one")).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("a\n");
  }

  @Test
  void oneJobAloneNeedsAJob() {
    assertThat(bench.run("", "--one")).isEqualTo(BAD);
    assertThat(bench.err()).isEqualTo("Error: no job specification provided\n");
  }

  @Test
  void wordsAfterTheOptionsReplaceProgramAndArguments() {
    assertThat(bench.run(job("exit", "3"), "--one", "print", "b c\n", "--slots"))
        .isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("b c\n");
    assertThat(bench.err()).isEqualTo("--slots");
  }

  @Test
  void outputOverTheLimitIsCounted() {
    assertThat(bench.run(print("abc\n", "defg"), "--inline-limit=2")).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("ab");
    assertThat(bench.err())
        .isEqualTo(
            "job 0: stdout truncated, 2 bytes lost\nde"
                + "job 0: stderr truncated, 2 bytes lost\n");
  }

  @Test
  void aLimitOfZeroKeepsNothing() {
    assertThat(bench.run(print("a\n", ""), "--one", "--inline-limit", "0")).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEmpty();
    assertThat(bench.err()).isEqualTo("stdout truncated, 2 bytes lost\n");
  }

  @Test
  void outputExactlyAtTheLimitIsWhole() {
    assertThat(bench.run(print("a\n", ""), "--one", "--inline-limit", "2")).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("a\n");
    assertThat(bench.err()).isEmpty();
  }

  @Test
  void aMistakeEndsTheStreamAndTheJobsThatStillRun() {
    assertThat(bench.run(job("hang") + "{\"bogus\":1}")).isEqualTo(BAD);
    assertThat(bench.err()).startsWith("Error: unknown field `bogus`, expected one of `program`, ");
    int column = job("hang").length() + "{'bogus':".length();
    assertThat(bench.err()).endsWith(" at line 1 column " + column + "\n");
    assertThat(bench.out()).isEmpty();
    assertThat(bench.backend.runningNow()).isZero();
  }

  @Test
  void whatWasPrintedBeforeAMistakeStays() throws InterruptedException {
    GatedInput input = new GatedInput(print("a\n", ""), "[");
    Thread command = Thread.ofVirtual().start(() -> bench.run(input));
    while (!bench.out().equals("a\n")) {
      Thread.onSpinWait();
    }
    input.open();
    command.join();
    assertThat(bench.out()).isEqualTo("a\n");
    int column = print("a\n", "").length() + "[".length();
    assertThat(bench.err())
        .isEqualTo("Error: invalid type: sequence, expected Job at line 1 column " + column + "\n");
  }

  @Test
  void aJobThatCannotBePreparedEndsTheRun() {
    String bad = "{\"program\":\"x\",\"layers\":[{\"paths\":[\"nope\"]}]}";
    assertThat(bench.run(job("hang") + bad)).isEqualTo(BAD);
    assertThat(bench.err()).startsWith("Error: ").contains("nope").hasLineCount(1);
    assertThat(bench.backend.runningNow()).isZero();
  }

  @Test
  void anInterruptEndsEverythingAndTheCommandDiesByIt() throws InterruptedException {
    GatedInput input = new GatedInput(job("hang") + job("hang"), "");
    Exit[] exit = new Exit[1];
    Thread command = Thread.ofVirtual().start(() -> exit[0] = bench.run(input, "--slots=1"));
    bench.backend.awaitStarts(1);
    bench.interrupt(2);
    command.join();
    assertThat(exit[0]).isEqualTo(new Exit.BySignal(2));
    assertThat(bench.backend.runningNow()).isZero();
    assertThat(bench.backend.isClosed()).isTrue();
    assertThat(bench.out() + bench.err()).isEmpty();
    assertThat(bench.handlers).isEmpty();
    input.open();
  }

  @Test
  void aStandardOutputThatIsGoneEndsTheRun() {
    PrintStream gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    InputStream input = new ByteArrayInputStream(print("a\n", "").getBytes(StandardCharsets.UTF_8));
    assertThat(bench.run(input, gone)).isEqualTo(BAD);
    assertThat(bench.err()).isEqualTo("Error: standard output cannot be written\n");
  }

  @Test
  void readingWaitsWhileEnoughJobsAreOnTheirWay() throws InterruptedException {
    int ahead = 2 + 64 + 1;
    JobByJob input = new JobByJob(job("hang"));
    Thread command = Thread.ofVirtual().start(() -> bench.run(input, "--slots=2"));
    input.awaitGiven(ahead);
    bench.interrupt(15);
    command.join();
    assertThat(input.given()).isEqualTo(ahead);
  }

  @Test
  void jobsComeFromAFileWhenOneIsNamed() throws IOException {
    Files.writeString(folder.resolve("jobs.json"), print("from file\n", ""));
    assertThat(bench.run("nonsense", "-f", "jobs.json")).isEqualTo(Exit.OK);
    assertThat(bench.out()).isEqualTo("from file\n");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(bench.run("", "--file=nope.json")).isEqualTo(BAD);
    assertThat(bench.err())
        .isEqualTo("Error: " + folder.resolve("nope.json") + " (No such file or directory)\n");
  }

  @Test
  void aTerminalIsNeededForBothStreams() {
    assertThat(bench.run("", "--tty")).isEqualTo(BAD);
    bench.terminals(true, false);
    assertThat(bench.run("", "-t")).isEqualTo(BAD);
    assertThat(bench.err())
        .isEqualTo(
            """
            error: standard input is not a terminal
            error: standard output is not a terminal
            """);
  }

  @Test
  void aJobOnTheTerminalGetsTheKeysAndItsOutputIsSeenAtOnce() throws IOException {
    Files.writeString(folder.resolve("job.json"), job("read"));
    bench.terminals(true, true);

    assertThat(bench.run("hello\n", "--tty", "-f", "job.json")).isEqualTo(Exit.OK);

    assertThat(bench.out())
        .isEqualTo(
            """
            Waiting for job to start...
            Job started. ^]^C to interrupt, ^]^Z to suspend, ^]^] to transmit ^].
            got hello
            """);
    assertThat(bench.err()).isEmpty();
    assertThat(bench.backend.terminal().events()).containsExactly("raw", "cooked");
  }

  @Test
  void theEscapeCharacterWithControlCInterruptsTheRunAndPutsTheTerminalBack() throws IOException {
    Files.writeString(folder.resolve("job.json"), job("read"));
    bench.terminals(true, true);

    assertThat(bench.run("a%\u0003", "--tty", "--escape-char=%", "-f", "job.json"))
        .isEqualTo(new Exit.BySignal(2));

    assertThat(bench.out()).contains("%^C to interrupt");
    assertThat(bench.backend.terminal().typed()).startsWith("a");
    assertThat(bench.backend.terminal().events()).containsExactly("raw", "cooked");
  }

  @Test
  void theEscapeCharacterWithControlZSuspendsUsWithTheTerminalAsItWas() throws IOException {
    Files.writeString(folder.resolve("job.json"), job("read"));
    bench.terminals(true, true);

    assertThat(bench.run("a\u001d\u001ab\n", "--tty", "-f", "job.json")).isEqualTo(Exit.OK);

    assertThat(bench.out()).endsWith("got ab\n");
    assertThat(bench.suspensions()).isEqualTo(1);
    assertThat(bench.backend.terminal().events()).containsExactly("raw", "cooked", "raw", "cooked");
  }

  @Test
  void aWindowThatChangesIsToldToTheJob() throws Exception {
    Files.writeString(folder.resolve("job.json"), job("read"));
    bench.terminals(true, true);
    GatedInput input = new GatedInput("", "x\n");
    Thread command = Thread.ofVirtual().start(() -> bench.run(input, "--tty", "-f", "job.json"));
    bench.backend.terminal().awaitEvents(1);
    bench.resize(120);
    bench.backend.terminal().awaitEvents(2);
    input.open();
    command.join();
    assertThat(bench.backend.terminal().events()).containsExactly("raw", "120x24", "cooked");
  }

  @Test
  void aJobThatCannotStartOnTheTerminalSaysWhy() throws IOException {
    Files.writeString(folder.resolve("job.json"), job("missing"));
    bench.terminals(true, true);
    assertThat(bench.run("", "--tty", "-f", "job.json")).isEqualTo(BAD);
    assertThat(bench.err()).isEqualTo("execution error: execvc: No such file or directory\n");
    assertThat(bench.out()).isEqualTo("Waiting for job to start...\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/busybox, the following required arguments were not provided:",
    "--one --tty, the argument '--one' cannot be used with '--tty'",
    "-1t, the argument '--one' cannot be used with '--tty'",
    "--jobs, unexpected argument '--jobs' found",
    "-x, unexpected argument '-x' found",
    "--slots, a value is required for '--slots <N>' but none was supplied",
    "--one=1, unexpected value '1' for '--one' found; no more were expected",
    "--slots 1 --slots=2, the argument '--slots <N>' cannot be used multiple times",
  })
  void aCommandLineWithoutSenseIsRefused(String words, String message) {
    assertThat(bench.run("", words.split(" ", -1))).isEqualTo(USAGE);
    assertThat(bench.err()).startsWith("error: " + message).endsWith("try '--help'.\n");
    assertThat(bench.settings).isEmpty();
  }

  @Test
  void helpAndVersionArePrintedWhateverElseIsThere() {
    assertThat(bench.run("", "--help", "--one", "--tty")).isEqualTo(Exit.OK);
    assertThat(bench.run("", "--version")).isEqualTo(Exit.OK);
    assertThat(bench.out()).contains("Usage: maelstrom-run").contains("--inline-limit");
    assertThat(bench.out()).endsWith("1.2.3\n");
  }

  @Test
  void theOutcomeOfAJobThatWasEndedFromOutsideIsTold() throws InterruptedException {
    Thread command = Thread.ofVirtual().start(() -> bench.run(job("hang"), "--one"));
    bench.backend.awaitRunning(1);
    bench.backend.finish("0", new Outcome.OutOfMemory());
    command.join();
    assertThat(bench.err()).isEmpty();
  }

  @Test
  void inTheNewerVersionAJobThatCannotBePreparedFailsAlone() {
    String bad = "{\"program\":\"x\"}";
    assertThat(bench.run(bad + print("a\n", ""), "--spec-version=newer")).isEqualTo(BAD);
    assertThat(bench.out()).isEqualTo("a\n");
    assertThat(bench.err())
        .isEqualTo(
            """
            remote error: Client process error:
            At least one layer must be specified, or an image must be used that has at least one layer.
            """);
    assertThat(bench.backend.started()).containsExactly("0");
  }

  @Test
  void inTheNewerVersionOneJobAloneSaysWhyItCannotBePrepared() {
    bench.environment.put("MAELSTROM_RUN_SPEC_VERSION", "newer");
    assertThat(bench.run("{\"program\":\"x\",\"parent\":\"p\"}", "-1")).isEqualTo(BAD);
    assertThat(bench.err())
        .isEqualTo("Error: Client process error:\ncouldn't find parent container \"p\"\n");
  }

  @Test
  void aSysMountDoesNotGoWithTheHostsNetworkInTheNewerVersion() {
    String job =
        "{\"program\":\"x\",\"network\":\"local\","
            + "\"mounts\":[{\"type\":\"sys\",\"mount_point\":\"/sys\"}]}";
    assertThat(bench.run(job, "-1", "--spec-version", "newer")).isEqualTo(BAD);
    assertThat(bench.err()).contains("\nA \"sys\" mount is not compatible with local networking. ");
  }

  @Test
  void aJobThatWaitsForItsImageKeepsNoOtherFromRunning() throws InterruptedException {
    bench.stock.add("docker://i", List.of(), "");
    bench.stock.delay("docker://i");
    String slow = image("docker://i", "print", "slow\n", "");
    Thread command =
        Thread.ofVirtual().start(() -> bench.run(slow + print("quick\n", "") + job("exit", "3")));
    bench.backend.awaitStarts(2);
    while (!bench.err().contains("exited")) {
      Thread.onSpinWait();
    }
    bench.stock.arrive("docker://i");
    command.join();
    assertThat(bench.out()).isEqualTo("quick\nslow\n");
    assertThat(bench.err()).isEqualTo("job 1: exited with code 3\n");
    assertThat(bench.backend.started()).containsExactlyInAnyOrder("0", "1", "2");
  }

  @Test
  void aMistakeEndsAlsoWhatIsStillBeingPrepared() throws InterruptedException {
    bench.stock.delay("docker://i");
    GatedInput input = new GatedInput(image("docker://i", "print", "a", ""), "[");
    Exit[] exit = new Exit[1];
    Thread command = Thread.ofVirtual().start(() -> exit[0] = bench.run(input));
    bench.stock.awaitWanted(1);
    input.open();
    command.join();
    assertThat(exit[0]).isEqualTo(BAD);
    assertThat(bench.err())
        .startsWith("Error: invalid type: sequence, expected Job")
        .hasLineCount(1);
    assertThat(bench.backend.started()).isEmpty();
  }

  @Test
  void whatIsBeingGotStandsOnTheScreenUntilItIsHere() throws InterruptedException {
    bench.errIsTerminal = true;
    bench.environment.put("TERM", "xterm");
    bench.stock.add("docker://i", List.of(), "");
    bench.stock.delay("docker://i");
    Thread command =
        Thread.ofVirtual().start(() -> bench.run(image("docker://i", "print", "a\n", "b\n")));
    while (!bench.err().contains("docker://i  layer 1 of 1")) {
      Thread.onSpinWait();
    }
    bench.stock.arrive("docker://i");
    command.join();
    assertThat(bench.out()).isEqualTo("a\n");
    assertThat(bench.err()).endsWith("b\n");
  }

  @Test
  void nothingStandsOnTheScreenOfSomebodyWhoWantsItQuiet() {
    bench.errIsTerminal = true;
    bench.environment.put("TERM", "xterm");
    bench.stock.add("docker://i", List.of(), "");
    assertThat(bench.run(image("docker://i", "print", "a\n", "b\n"), "-q")).isEqualTo(Exit.OK);
    assertThat(bench.err()).isEqualTo("b\n");
  }

  @Test
  void theLevelDebugSaysWhereTheTimeWent() {
    assertThat(bench.run(job("exit", "3"), "--log-level", "debug")).isEqualTo(new Exit.Status(3));
    assertThat(bench.err())
        .startsWith("job 0: exited with code 3\ndebug: job 0: 1 layers, waited ")
        .endsWith("debug: all jobs are over\n");
  }

  @Test
  void anImageIsAskedForOnceInARunUnlessItCouldNotBeHad() throws InterruptedException {
    bench.stock.add("docker://i", List.of(), "");
    String job = image("docker://i", "print", "a\n", "");
    GatedInput input = new GatedInput(job, job + job);
    Thread command = Thread.ofVirtual().start(() -> bench.run(input));
    bench.backend.awaitStarts(1);
    input.open();
    command.join();
    assertThat(bench.stock.wanted()).containsExactly("docker://i");

    bench.run(image("docker://nope", "exit", "0").repeat(2), "--spec-version=newer");
    assertThat(bench.stock.wanted())
        .containsExactly("docker://i", "docker://nope", "docker://nope");
    assertThat(bench.err())
        .isEqualTo("remote error: Client process error:\nno image docker://nope\n".repeat(2));
  }

  @Test
  void anImageThatIsNotThereEndsTheRun() {
    assertThat(bench.run(image("docker://nope", "exit", "0"))).isEqualTo(BAD);
    assertThat(bench.err()).isEqualTo("Error: no image docker://nope\n");
  }

  @Test
  void ofTheJobsThatWaitTheOneOfHighestPriorityGoesFirst() throws InterruptedException {
    String low = priority(-1, "exit", "0");
    GatedInput input =
        new GatedInput(
            priority(0, "hang"), low + priority(0, "exit", "0") + priority(5, "exit", "0"));
    Thread command =
        Thread.ofVirtual().start(() -> bench.run(input, "--slots=1", "--spec-version=newer"));
    bench.backend.awaitStarts(1); // before the others come, which might be faster
    input.open();
    while (bench.waiting() < 3) {
      Thread.onSpinWait();
    }
    bench.backend.finish("0", new Outcome.Exited(0));
    command.join();
    assertThat(bench.backend.started()).containsExactly("0", "3", "2", "1");
  }

  private static String priority(int priority, String program, String... arguments) {
    return "{\"priority\":" + priority + "," + job(program, arguments).substring(1);
  }

  private static String image(String name, String program, String... arguments) {
    String job = job(program, arguments);
    return job.substring(0, job.indexOf("\"layers\""))
        + "\"image\":{\"name\":\""
        + name
        + "\",\"use\":[\"layers\"]}}";
  }

  private static String print(String out, String err) {
    return job("print", out, err);
  }

  private static String job(String program, String... arguments) {
    StringBuilder list = new StringBuilder();
    for (String argument : arguments) {
      list.append(list.isEmpty() ? "\"" : ",\"").append(argument.replace("\n", "\\n")).append('"');
    }
    return "{\"program\":\""
        + program
        + "\",\"arguments\":["
        + list
        + "],\"layers\":[{\"stubs\":[\"/a\"]}]}";
  }

  /** Gives its first part at once, and the rest when it is opened. */
  private static final class GatedInput extends SequenceInputStream {
    private final CountDownLatch gate;

    GatedInput(String first, String rest) {
      this(first, rest, new CountDownLatch(1));
    }

    private GatedInput(String first, String rest, CountDownLatch gate) {
      super(bytes(first), new Gate(bytes(rest), gate));
      this.gate = gate;
    }

    void open() {
      gate.countDown();
    }

    private static InputStream bytes(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final class Gate extends InputStream {
    private final InputStream rest;
    private final CountDownLatch gate;

    Gate(InputStream rest, CountDownLatch gate) {
      this.rest = rest;
      this.gate = gate;
    }

    @Override
    public int read() throws IOException {
      await();
      return rest.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      await();
      return rest.read(buffer, offset, length);
    }

    private void await() throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Gives the same job again and again, one at each call. */
  private static final class JobByJob extends InputStream {
    private final byte[] job;
    private int given;

    JobByJob(String job) {
      this.job = job.getBytes(StandardCharsets.UTF_8);
    }

    synchronized void awaitGiven(int count) throws InterruptedException {
      while (given < count) {
        wait();
      }
    }

    synchronized int given() {
      return given;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read into a buffer");
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      System.arraycopy(job, 0, buffer, offset, job.length);
      given++;
      notifyAll();
      return job.length;
    }
  }
}
