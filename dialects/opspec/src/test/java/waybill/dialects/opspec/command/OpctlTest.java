package waybill.dialects.opspec.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.cli.FixedTerminal;
import waybill.dialects.opspec.command.Desk.Answer;
import waybill.testing.Gathered;

/** All verbs but {@code run}. */
final class OpctlTest {
  private Desk desk;

  @BeforeEach
  void sitDown(@TempDir Path folder) throws IOException {
    desk = new Desk(folder);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void theVersionIsTheBareNumber() {
    assertThat(desk.opctl("--version")).isEqualTo(new Answer(0, "0.1.0\n", ""));
    assertThat(desk.opctl("-v").out()).isEqualTo("0.1.0\n");
  }

  @Test
  void helpListsTheVerbs() {
    Answer help = desk.opctl("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("run", "ls", "events", "op", "node", "auth", "self-update");
    assertThat(desk.opctl("op", "create", "--help").out()).contains("--description");
    assertThat(desk.opctl("completion", "bash").out()).contains("complete -F", "opctl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rum",
        "run",
        "run --no-such x",
        "run a b",
        "op",
        "op delete x",
        "op create",
        "node",
        "run x -a",
        "ls a b",
        "ls nowhere",
        "op validate",
        "op validate nowhere",
        "events x"
      })
  void aWrongCommandLineIsAnErrorLikeAnyOther(String line) {
    Answer answer = desk.opctl(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("error: ");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void aMistypedVerbIsAnsweredWithTheNearest() {
    assertThat(desk.opctl("rum").err()).contains("did you mean `run`?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth add x -u u -p p",
        "op install github.com/a/b#1 --path x",
        "ui",
        "ui .",
        "self-update"
      })
  void verbsThatAreNotHereSaySo(String line) {
    Answer answer = desk.opctl(line.split(" ", -1));
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).containsAnyOf("comes later", "there will be none");
  }

  @Test
  void flagsWithoutMeaningAreAcceptedWithAWarningBeforeAndBehindTheVerb() {
    desk.file(".opspec/a/op.yml", "name: a\n");
    for (String[] line :
        new String[][] {
          {"--container-runtime", "k8s", "op", "validate", "a"},
          {"op", "validate", "--container-runtime=k8s", "a"},
          {"op", "validate", "a", "--container-runtime", "k8s"}
        }) {
      Answer answer = desk.opctl(line);
      assertThat(answer.status()).isZero();
      assertThat(answer.err())
          .isEqualTo(
              "warning: `--container-runtime` changes nothing: containers run in sandboxes of"
                  + " Waybill's own\n");
    }
    desk.environment.put("OPCTL_CONTAINER_RUNTIME", "docker");
    desk.environment.put("OPCTL_DATA_DIR", "/x");
    assertThat(desk.opctl("op", "validate", "a").err()).isEmpty();
  }

  @Test
  void coloursCanBeSwitchedOffInThreeWays() {
    desk.file(".opspec/a/op.yml", "name: a\nrun: {}\n");
    desk.terminal = new FixedTerminal(true, true, true, 80, 24, true, true);
    assertThat(desk.opctl("op", "validate", "a").err()).contains("\u001b[");
    assertThat(desk.opctl("op", "validate", "a", "--no-color").err()).isNotEmpty();
    desk.environment.put("OPCTL_NO_COLOR", "maybe");
    assertThat(desk.opctl("ls").err()).contains("OPCTL_NO_COLOR is true or false");
  }

  @Test
  void validateIsSilentWhenAllIsWellAndShowsThePlaceElse() {
    desk.file(".opspec/good/op.yml", "name: good\n");
    assertThat(desk.opctl("op", "validate", "good")).isEqualTo(new Answer(0, "", ""));
    desk.file(".opspec/bad/op.yml", "name: bad\nrum: {}\n");
    Answer answer = desk.opctl("op", "validate", "bad");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains(".opspec/bad/op.yml:2:1: error").contains("`run`");
  }

  @Test
  void aNewOpIsMadeAndValid() throws IOException {
    assertThat(desk.opctl("op", "create", "site/build", "-d", "Says \"hi\":\n\t- twice"))
        .isEqualTo(new Answer(0, "", ""));
    assertThat(desk.opctl("op", "validate", "site/build").status()).isZero();
    assertThat(desk.opctl("ls").out()).contains("site/build  Says \"hi\":");
    Answer again = desk.opctl("op", "create", "site/build");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("there is already");
    assertThat(desk.opctl("op", "create", "x", "-p", "ops").status()).isZero();
    assertThat(Files.readString(desk.project.resolve("ops/x/op.yml"))).isEqualTo("name: \"x\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a b", "/etc/x", "a/../..", "a\0"})
  void anOpWithAnUnusableNameIsNotMade(String name) throws IOException {
    Answer answer = desk.opctl("op", "create", name);
    assertThat(answer.status()).isEqualTo(1);
    try (var files = Files.list(desk.project)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void killEndsARunByItsIdOrItsBeginningAndIsSilentElse() throws Exception {
    assertThat(desk.opctl("op", "kill", "0123abcd")).isEqualTo(new Answer(0, "", ""));
    assertThat(desk.opctl("op", "kill", "12345")).isEqualTo(new Answer(0, "", ""));
    desk.file(
        ".opspec/hang/op.yml",
        "name: hang\nrun:\n  container: {image: {ref: alpine}, cmd: [hang]}\n");
    CompletableFuture<Answer> running =
        CompletableFuture.supplyAsync(() -> desk.opctl("run", "hang"));
    desk.hanging.await();
    String id = desk.journal.run(1).orElseThrow().nativeId();
    assertThat(desk.opctl("op", "kill", id.substring(0, 8)).status()).isZero();
    assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(137);
  }

  @Test
  void eventsTellsAllThatWasAndGoesOnUntilInterrupted() throws Exception {
    desk.file(".opspec/a/op.yml", "name: a\n");
    assertThat(desk.opctl("run", "a").status()).isZero();
    desk.opctl("run", "a");
    CompletableFuture<Answer> events = CompletableFuture.supplyAsync(() -> desk.opctl("events"));
    while (!events.isDone()) {
      desk.interrupt();
      Thread.onSpinWait();
    }
    assertThat(events.get().status()).isEqualTo(130);
    desk.journal.close();
    assertThat(desk.opctl("events").out().lines().filter(line -> line.endsWith("op succeeded")))
        .hasSize(2);
  }

  @Test
  void lsShowsAllOpsSortedWithTheirDescriptionsAndSurvivesForeignFiles() {
    desk.file(".opspec/b/op.yml", "name: b\ndescription: |\n  One **bold**\n\n  two\n");
    desk.file(".opspec/a/op.yml", "name: a\n");
    desk.file(".opspec/a/deeper/op.yml", "name: d\ndescription: '[x](op.yml)'\n");
    desk.file(".opspec/foreign/op.yml", "- {not: [an op\n");
    desk.file(".opspec/evil/op.yml", "name: e\ndescription: \"\\e[2J\"\n");
    Answer answer = desk.opctl("ls");
    assertThat(answer.status()).isZero();
    assertThat(answer.out().lines().toList())
        .startsWith(
            "REF       DESCRIPTION",
            "a         -",
            "a/deeper  x (" + desk.project.resolve(".opspec/a/deeper/op.yml") + ")",
            "b         One bold",
            "",
            "          two",
            "evil      ␛[2J")
        .anyMatch(line -> line.startsWith("foreign   (not a usable op: line "));
  }

  @Test
  void lsLooksHereWithoutTheConventionalFolderAndElsewhereWhenAsked() {
    desk.file("ops/x/op.yml", "name: x\n");
    assertThat(desk.opctl("ls").out()).contains("ops/x  -");
    assertThat(desk.opctl("ls", "ops").out()).contains("ops/x  -");
    desk.file(".opspec/z/op.yml", "name: z\n");
    assertThat(desk.opctl("ls").out()).doesNotContain("ops/x").contains("z    -");
    desk.file("empty/file", "");
    Answer none = desk.opctl("ls", "empty");
    assertThat(none.status()).isZero();
    assertThat(none.out()).isEqualTo("REF  DESCRIPTION\n");
  }

  @Test
  void lsShowsWhatStrangersWrote() throws IOException {
    Path corpus = Gathered.cases("corpus/opspec");
    Answer answer = desk.opctl("ls", corpus.toString());
    assertThat(answer.status()).isZero();
    long ops;
    try (var files = Files.walk(corpus)) {
      ops = files.filter(file -> file.endsWith("op.yml")).count();
    }
    assertThat(answer.out().lines().filter(line -> line.startsWith(corpus.toString())))
        .hasSize((int) ops)
        .isSorted();
    assertThat(answer.out()).doesNotContain("](").doesNotContain("\u001b");
  }
}
