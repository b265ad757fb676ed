package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Waybill's own verbs, as people have them. */
class OwnVerbsTest {
  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;

  @BeforeAll
  static void findProducts() throws IOException, InterruptedException {
    workshop = new Workshop(folder);
    products = workshop.products();
  }

  /** Runs verbs on a file of jobs in a new folder. */
  private record Verb(Product product, Path project) {
    Ending on(String jobs, String... arguments) throws IOException, InterruptedException {
      Files.writeString(project.resolve("jobs.json"), jobs);
      product.user().own(project);
      return product.run(List.of(arguments), "", Map.of(), project);
    }
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Verb>(products, product -> new Verb(product, workshop.newProject()))
        .add("one job gives its own status", OwnVerbsTest::oneJobGivesItsOwnStatus)
        .add("several jobs give 1", OwnVerbsTest::severalJobsGiveOne)
        .add("a failure is told in a block", OwnVerbsTest::aFailureIsToldInABlock)
        .add("a missing program gives 127", OwnVerbsTest::aMissingProgramGives127)
        .add("JSON is one document", OwnVerbsTest::jsonIsOneDocument)
        .add("events are lines", OwnVerbsTest::eventsAreLines)
        .add("an invalid file gives 125", OwnVerbsTest::anInvalidFileIsNotRun)
        .add("validate shows the place", OwnVerbsTest::validateShowsThePlace)
        .add("the version of the language", OwnVerbsTest::theVersionOfTheLanguageIsChosen)
        .add("explain runs nothing", OwnVerbsTest::explainRunsNothing)
        .add("a misspelt verb is guessed", OwnVerbsTest::aMisspeltVerbIsGuessed)
        .add("doctor finds a sandbox", OwnVerbsTest::doctorFindsASandbox)
        .add("a tool without its verb says which there are", OwnVerbsTest::toolsSayTheirVerbs)
        .tests();
  }

  private static String job(String script) {
    return "{\"layers\": [{\"paths\": [\"busybox\"]}], \"program\": \"/busybox\","
        + " \"arguments\": [\"sh\", \"-c\", \""
        + script
        + "\"]}\n";
  }

  private static void oneJobGivesItsOwnStatus(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("echo out; exit 3"), "run", "jobs.json");
    assertThat(ending.stdout()).isEqualTo("out\n");
    assertThat(ending.how()).isEqualTo("exit 3");
  }

  private static void severalJobsGiveOne(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("exit 0") + job("exit 3"), "run", "jobs.json", "--slots", "1");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(verb.on(job("exit 0") + job("exit 0"), "run", "jobs.json").how())
        .isEqualTo("exit 0");
  }

  private static void aFailureIsToldInABlock(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("echo why >&2; exit 4"), "run", "jobs.json");
    assertThat(ending.stderr())
        .startsWith("why\n")
        .contains("job 0", "exit 4", "command", "last 1 of 1 lines");
  }

  private static void aMissingProgramGives127(Verb verb) throws IOException, InterruptedException {
    Ending ending =
        verb.on(
            "{\"layers\": [{\"paths\": [\"busybox\"]}], \"program\": \"/nope\"}",
            "run",
            "jobs.json");
    assertThat(ending.how()).isEqualTo("exit 127");
    assertThat(ending.stderr()).contains("/nope", "No such file or directory", "hint");
  }

  private static void jsonIsOneDocument(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("echo out; exit 3"), "run", "jobs.json", "--output", "json");
    assertThat(ending.stdout())
        .startsWith("{\"v\":1,\"jobs\":[\n")
        .contains("\"kind\":\"exited\",\"code\":3", "\"text\":\"out\\u000a\"")
        .endsWith("]}\n");
    assertThat(verb.on("", "run", "jobs.json", "--kind", "maelstrom", "-o", "json").stdout())
        .isEqualTo("{\"v\":1,\"jobs\":[\n]}\n");
  }

  private static void eventsAreLines(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("echo out"), "run", "jobs.json", "--output", "events");
    assertThat(ending.stdout().lines())
        .allMatch(line -> line.startsWith("{\"v\":1,\"seq\":") && line.endsWith("}"))
        .anyMatch(line -> line.contains("\"type\":\"attempt.ended\""))
        .noneMatch(line -> line.equals("out"));
    assertThat(ending.stderr()).contains("out\n");
  }

  private static void anInvalidFileIsNotRun(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on("{\"layers\": [], \"program\": \"/x\"}", "run", "jobs.json");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains("jobs.json:1:").contains("cannot be empty");
  }

  private static void validateShowsThePlace(Verb verb) throws IOException, InterruptedException {
    String old =
        "{\"layers\": [{\"paths\": [\"busybox\"]}],\n \"program\": \"/x\", \"devices\": [\"null\"]}";
    Ending ending = verb.on(old, "validate", "jobs.json");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr())
        .contains(
            "jobs.json:2:19: error: unknown field `devices`", "^^^^^^^^^", "help: ", "mounts");
    assertThat(verb.on(job("exit 3"), "validate", "jobs.json").how()).isEqualTo("exit 0");
    assertThat(verb.on(old, "validate", "jobs.json", "-o", "json").stdout())
        .contains("\"line\":2,\"column\":19");
  }

  private static void theVersionOfTheLanguageIsChosen(Verb verb)
      throws IOException, InterruptedException {
    String newer =
        "{\"layers\": [{\"paths\": [\"busybox\"]}], \"program\": \"/busybox\","
            + " \"arguments\": [\"echo\", \"hi\"], \"priority\": 3}";
    String version = "--spec-version";
    for (String word : List.of("run", "validate", "explain")) {
      assertThat(verb.on(newer, word, version, "newer", "jobs.json").how()).isEqualTo("exit 0");
      assertThat(verb.on(newer, word, version, "0.10", "jobs.json").how()).isNotEqualTo("exit 0");
      Ending wrong = verb.on(newer, word, version, "new", "jobs.json");
      assertThat(wrong.how()).isEqualTo("exit 2");
      assertThat(wrong.stderr()).contains("--spec-version is `new`", "`0.10` or `newer`");
      assertThat(verb.on(newer, word, "--help").stdout()).contains(version, "0.10, newer");
    }
    assertThat(verb.on("", "completion").stdout()).contains(version, "\"0.10\" \"newer\"");
  }

  private static void explainRunsNothing(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on(job("exit 3"), "explain", "jobs.json");
    assertThat(ending.how()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("/busybox", "stored: sha256:", "network: disabled");
  }

  private static void aMisspeltVerbIsGuessed(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on("", "valdate", "jobs.json");
    assertThat(ending.how()).isEqualTo("exit 2");
    assertThat(ending.stderr()).contains("did you mean `validate`?");
  }

  private static void doctorFindsASandbox(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on("", "doctor");
    assertThat(ending.how()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("sandbox", "a program ran in one");
  }

  private static void toolsSayTheirVerbs(Verb verb) throws IOException, InterruptedException {
    Ending ending = verb.on("", "tyger", "run");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr()).contains("a command is required", "exec");
  }
}
