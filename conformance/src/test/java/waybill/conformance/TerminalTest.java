package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A job on somebody's terminal, with the built product and a real one. */
class TerminalTest {
  private static final String ESCAPE = "\u001d"; // ^]
  private static final String CONTROL_C = "\u0003";
  private static final String CONTROL_Z = "\u001a";
  private static final String READY = "echo ready; ";
  private static final String SLEEPS = READY + "while :; do /busybox sleep 0.1; done";

  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;
  private static Path terminal;

  @BeforeAll
  static void findProducts() throws IOException, InterruptedException {
    workshop = new Workshop(folder);
    products = workshop.products();
    terminal = workshop.compile("terminal");
  }

  /** Somebody before a terminal of 77 columns and 33 rows. */
  private record Person(Product product, Path project) {

    /** What the terminal showed of a shell's script, and how that ended. */
    String runs(String script, String... steps) throws IOException, InterruptedException {
      Files.writeString(
          project.resolve("job.json"),
          """
          {"layers": [{"paths": ["busybox"]}], "program": "/busybox", "arguments": ["sh", "-c", "%s"]}
          """
              .formatted(script));
      return does(steps, "maelstrom-run", "--tty", "--file", "job.json").stdout();
    }

    Ending does(String[] steps, String... words) throws IOException, InterruptedException {
      product.user().own(project);
      var arguments = new ArrayList<>(List.of(steps));
      arguments.addAll(List.of("--", product.program().toString()));
      arguments.addAll(List.of(words));
      return new Product(product.name(), product.user(), terminal, workshop)
          .run(arguments, "", Map.of(), project);
    }
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Person>(products, product -> new Person(product, workshop.newProject()))
        .add("a job has the terminal", TerminalTest::aJobHasATerminalOfTheSameSize)
        .add("a window's new size", TerminalTest::aNewSizeReachesTheJob)
        .add("every key of a raw job", TerminalTest::everyKeyReachesAJobThatWantsIt)
        .add("^C is the job's", TerminalTest::controlCIsTheJobs)
        .add("^]^C interrupts", TerminalTest::theEscapeInterrupts)
        .add("^]^Z suspends", TerminalTest::theEscapeSuspends)
        .add("^]^] is typed", TerminalTest::theEscapeCanBeTyped)
        .add("restored after SIGTERM", TerminalTest::restoredAfterSigterm)
        .add("restored after SIGKILL", TerminalTest::restoredAfterSigkill)
        .add("restored after a failure", TerminalTest::restoredAfterAFailure)
        .add("no terminal is refused", TerminalTest::noTerminalIsRefused)
        .add("help fits", TerminalTest::helpFitsTheTerminal)
        .tests();
  }

  private static void aJobHasATerminalOfTheSameSize(Person person)
      throws IOException, InterruptedException {
    String script =
        "/busybox test -t 0 && /busybox test -t 1 && /busybox test -t 2 && /busybox stty size;"
            + " read x; echo got $x; exit 7";
    assertThat(
            person.runs(
                script, "see=started", "see=33 77", "taken=", "type=hello\r", "see=got hello"))
        .endsWith("\nexit 7, restored\n")
        .contains("Waiting for job to start...", "^]^C to interrupt");
  }

  private static void aNewSizeReachesTheJob(Person person)
      throws IOException, InterruptedException {
    String script =
        "/busybox stty size; until /busybox stty size | /busybox grep 44; do /busybox sleep 0.1; done";
    assertThat(person.runs(script, "see=33 77", "rows=44", "see=44 77"))
        .endsWith("\nexit 0, restored\n");
  }

  private static void everyKeyReachesAJobThatWantsIt(Person person)
      throws IOException, InterruptedException {
    String script =
        "/busybox stty raw -echo; " + READY + "/busybox head -c 4 | /busybox od -An -t x1";
    assertThat(
            person.runs(
                script, "see=ready", "taken=", "type=" + CONTROL_C + CONTROL_Z + "\u001c\u007f"))
        .contains("03 1a 1c 7f")
        .endsWith("\nexit 0, restored\n");
  }

  private static void controlCIsTheJobs(Person person) throws IOException, InterruptedException {
    String script = "trap 'echo trapped; exit 5' INT; " + SLEEPS;
    assertThat(person.runs(script, "see=ready", "taken=", "type=" + CONTROL_C, "see=trapped"))
        .endsWith("\nexit 5, restored\n");
  }

  private static void theEscapeInterrupts(Person person) throws IOException, InterruptedException {
    assertThat(person.runs(SLEEPS, "see=ready", "taken=", "type=" + ESCAPE + CONTROL_C))
        .endsWith("\nsignal 2, restored\n");
  }

  private static void theEscapeSuspends(Person person) throws IOException, InterruptedException {
    assertThat(
            person.runs(
                READY + "read x; echo got $x",
                "see=ready",
                "taken=",
                "type=" + ESCAPE + CONTROL_Z,
                "stopped=",
                "type=again\r",
                "see=got again"))
        .endsWith("\nexit 0, restored\n");
  }

  private static void theEscapeCanBeTyped(Person person) throws IOException, InterruptedException {
    String script = READY + "read x; echo $x | /busybox od -An -t x1";
    assertThat(
            person.runs(
                script, "see=ready", "taken=", "type=" + ESCAPE + ESCAPE + "a\r", "see=1d 61"))
        .endsWith("\nexit 0, restored\n");
  }

  /** 143 is how a Java program ends of SIGTERM. */
  private static void restoredAfterSigterm(Person person) throws IOException, InterruptedException {
    assertThat(person.runs(SLEEPS, "see=ready", "signal=15")).endsWith("\nexit 143, restored\n");
  }

  private static void restoredAfterSigkill(Person person) throws IOException, InterruptedException {
    assertThat(person.runs(SLEEPS, "see=ready", "signal=9")).endsWith("\nsignal 9, restored\n");
  }

  private static void restoredAfterAFailure(Person person)
      throws IOException, InterruptedException {
    Files.writeString(
        person.project().resolve("missing.json"),
        "{\"layers\": [{\"paths\": [\"busybox\"]}], \"program\": \"/nope\"}");
    assertThat(
            person
                .does(new String[] {}, "maelstrom-run", "--tty", "--file", "missing.json")
                .stdout())
        .contains("execution error: execvc: No such file or directory")
        .endsWith("\nexit 1, restored\n");
  }

  private static void noTerminalIsRefused(Person person) throws IOException, InterruptedException {
    List<String> words = List.of("maelstrom-run", "--tty");
    person.product().user().own(person.project());
    assertThat(person.product().run(words, "", Map.of(), person.project()))
        .isEqualTo(new Ending("", "error: standard input is not a terminal\n", "exit 1"));
  }

  private static void helpFitsTheTerminal(Person person) throws IOException, InterruptedException {
    assertThat(person.does(new String[] {}, "image", "pull", "--help").stdout().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78))
        .contains("exit 0, restored");
  }
}
