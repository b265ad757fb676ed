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
import waybill.cli.FixedTerminal;
import waybill.cli.Terminal;
import waybill.dialects.opspec.command.Desk.Answer;

final class RunCommandTest {
  private static final Terminal SCREEN = new FixedTerminal(true, true, true, 90, 24, false, true);

  private static final String GREET =
      """
      name: greet
      inputs:
        who: {string: {}}
        num: {number: {default: 7, constraints: {maximum: 10}}}
      outputs:
        o: {string: {default: "done"}}
      run:
        container: {image: {ref: alpine}, cmd: [echo, hello, $(who), $(num)]}
      """;

  private Desk desk;

  @BeforeEach
  void sitDown(@TempDir Path folder) throws IOException {
    desk = new Desk(folder);
    desk.file(".opspec/greet/op.yml", GREET);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void anOpRunsAndWhatItWritesIsOnStandardOutputBehindItsCall() {
    Answer answer = desk.opctl("run", "greet", "-a", "who=ann");
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .matches(
            """
            \\[[0-9a-f]{8} \\./\\.opspec/greet] started op
            \\[[0-9a-f]{8} \\./\\.opspec/greet] started alpine
            \\[[0-9a-f]{8} \\./\\.opspec/greet] hello ann 7
            \\[[0-9a-f]{8} \\./\\.opspec/greet] alpine exited
            \\[[0-9a-f]{8} \\./\\.opspec/greet] op succeeded
            """);
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void anOpIsNamedByItsPathBelowTheConventionalFolderFromHereOrWhole() {
    desk.file("elsewhere/op.yml", "name: e\n");
    assertThat(desk.opctl("run", "elsewhere").status()).isZero();
    assertThat(desk.opctl("run", "./elsewhere/").status()).isZero();
    assertThat(desk.opctl("run", desk.project.resolve("elsewhere").toString()).status()).isZero();
  }

  @Test
  void anOpThatIsNotThereIsSoughtWhereItSays() {
    Answer answer = desk.opctl("run", "gret");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("unable to resolve op \"gret\"")
        .contains(desk.project.resolve(".opspec/gret").toString())
        .contains("did you mean `greet`?");
    assertThat(desk.opctl("run", "github.com/a/b#1.0.0").err()).contains("git repositories");
    assertThat(desk.opctl("run", "a\0b").status()).isEqualTo(1);
  }

  @Test
  void theCommandLineWinsThenTheFileThenTheVariableThenTheDefault() {
    desk.environment.put("who", "variable");
    assertThat(desk.opctl("run", "greet").out()).contains("hello variable 7");
    desk.file(".opspec/args.yml", "who: file\nnum: 8\nforeign: true\n");
    assertThat(desk.opctl("run", "greet").out()).contains("hello file 8");
    assertThat(desk.opctl("run", "greet", "-a", "who=line").out()).contains("hello line 8");
    desk.file("other.yml", "who: other\n");
    assertThat(desk.opctl("run", "greet", "--arg-file", "other.yml").out())
        .contains("hello other 7");
    desk.environment.put("OPCTL_RUN_ARG_FILE", "other.yml");
    assertThat(desk.opctl("run", "greet").out()).contains("hello other 7");
  }

  @Test
  void theFileOfArgumentsIsReadAsOpsAre() {
    desk.file(
        ".opspec/flag/op.yml",
        """
        name: flag
        inputs: {flag: {boolean: {}}, list: {array: {}}, text: {string: {}}}
        run:
          container: {image: {ref: alpine}, cmd: [echo, $(flag), $(list), $(text)]}
        """);
    desk.file(".opspec/args.yml", "flag: no\nlist: [1, {a: b}]\ntext: 010\n");
    assertThat(desk.opctl("run", "flag").out()).contains("false [1,{\"a\":\"b\"}] 8");
  }

  @Test
  void anEmptyVariableIsNone() {
    desk.environment.put("who", "");
    Answer answer = desk.opctl("run", "greet");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("failed to get input 'who'");
  }

  @Test
  void aWrongValueIsToldAndTheNextSourceTried() {
    desk.file(".opspec/args.yml", "num: 9\n");
    Answer answer = desk.opctl("run", "greet", "-a", "who=x", "-a", "num=99");
    assertThat(answer.err())
        .contains("num is invalid, provide valid value to proceed (from -a)")
        .contains("Must be less than or equal to 10");
    assertThat(answer.out()).contains("hello x 9");
  }

  @Test
  void anArgumentThatNoInputHasIsAnErrorWithTheNearestName() {
    Answer answer = desk.opctl("run", "greet", "-a", "whoo=x");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("has no input `whoo`").contains("did you mean `who`?");
    assertThat(desk.opctl("run", "greet", "-a", "who").err()).contains("write `-a NAME=VALUE`");
    assertThat(desk.opctl("run", "greet", "-a", "entirely=x").err()).contains("it has who, num");
    assertThat(desk.journal.runs(waybill.engine.store.RunQuery.newest(9))).isEmpty();
  }

  @Test
  void aFileOfArgumentsThatIsNoMappingOrCannotBeReadIsAnError() {
    desk.file(".opspec/args.yml", "- a\n");
    assertThat(desk.opctl("run", "greet").err()).contains(".opspec/args.yml:1:1: error");
    desk.file(".opspec/args.yml", "a: [\n");
    assertThat(desk.opctl("run", "greet").status()).isEqualTo(1);
    desk.file(".opspec/args.yml", "");
    assertThat(desk.opctl("run", "greet", "-a", "who=x").status()).isZero();
    assertThat(desk.opctl("run", "greet", "--arg-file", ".opspec").err()).contains("it is no file");
  }

  @Test
  void atATerminalWhatIsMissingIsAskedForUntilItIsRight() {
    desk.terminal = SCREEN;
    desk.file(
        ".opspec/ask/op.yml",
        """
        name: ask
        inputs:
          num:
            description: A *small* number.
            number: {constraints: {maximum: 10}}
        run:
          container: {image: {ref: alpine}, cmd: [echo, got, $(num)]}
        """);
    Answer answer = desk.typing("many\n99\n5\n").opctl("run", "ask", "--no-progress");
    assertThat(answer.out()).contains("got 5");
    assertThat(answer.err())
        .contains("-\n  Please provide 'num'.\n  Description: A small number.\n-\n")
        .contains("num is invalid, provide valid value to proceed\n");
    assertThat(desk.typing("").opctl("run", "ask").status()).isEqualTo(1);
  }

  @Test
  void whatSecretInputsHoldIsNeitherEchoedNorShown() {
    var screen = new EchoTerminal(SCREEN);
    desk.terminal = screen;
    desk.file(
        ".opspec/secret/op.yml",
        """
        name: secret
        inputs:
          token: {string: {isSecret: true}}
        outputs:
          same: {string: {}}
        run:
          container: {image: {ref: alpine}, cmd: [echo, token, $(token)]}
        """);
    Answer answer = desk.typing("s3cret-value\n").opctl("run", "secret", "--no-progress");
    assertThat(screen.calls).containsExactly(false, true);
    assertThat(answer.out() + answer.err()).doesNotContain("s3cret").contains("token ***");
  }

  @Test
  void aFailureIsToldWhereItHappenedAndAgainAtTheEndWithItsPlace() {
    desk.file(
        ".opspec/bad/op.yml",
        """
        name: bad
        run:
          parallel:
            - name: breaks
              container: {image: {ref: alpine}, cmd: [exit, 3]}
            - container: {image: {ref: alpine}, cmd: [hang]}
        """);
    Answer answer = desk.opctl("run", "bad");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err().lines().filter(line -> line.contains("exit code: 3")))
        .hasSize(2)
        .anyMatch(line -> line.contains("alpine crashed: nonzero container exit code: 3"))
        .anyMatch(line -> line.startsWith("FAILED  1/"));
    assertThat(answer.err())
        .contains("./.opspec/bad/op.yml:5:7")
        .contains("5 |       container: {image: {ref: alpine}, cmd: [exit, 3]}")
        .contains("command   exit 3")
        .contains("image     alpine")
        .contains("output    (wrote nothing)")
        .endsWith("waybill show 1\n");
    assertThat(answer.out()).contains("killed (no longer needed)");
  }

  @Test
  void inputsThatAreWrongFailTheRunBeforeAnyContainer() {
    desk.file(
        ".opspec/outer/op.yml",
        """
        name: outer
        run:
          op: {ref: ../greet, inputs: {who: [1], num: 11}}
        """);
    Answer answer = desk.opctl("run", "outer");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains("Must be less than or equal to 10")
        .contains("./.opspec/outer/op.yml:3:");
    assertThat(answer.out()).doesNotContain("started alpine");
  }

  @Test
  void outputsAreOneDocumentOnStandardOutputAndTheRestIsNotThere() {
    Answer answer = desk.opctl("run", "greet", "-a", "who=x", "--outputs");
    assertThat(answer.out()).isEqualTo("{\"o\":\"done\"}\n");
    assertThat(answer.err()).contains("hello x 7").contains("op succeeded");
    assertThat(desk.opctl("run", "greet", "-a", "num=8", "--outputs").out()).isEmpty();
  }

  @Test
  void anOpWithoutRunDoesNothingAndSucceeds() {
    desk.file(".opspec/nothing/op.yml", "name: nothing\n");
    assertThat(desk.opctl("run", "nothing", "--outputs").out()).isEqualTo("{}\n");
  }

  @Test
  void aFirstInterruptEndsTheRunGracefully() throws Exception {
    desk.file(
        ".opspec/hang/op.yml",
        "name: hang\nrun:\n  container: {image: {ref: alpine}, cmd: [hang]}\n");
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> desk.opctl("run", "hang"));
    desk.hanging.await();
    desk.interrupt();
    Answer ended = answer.get(20, TimeUnit.SECONDS);
    assertThat(ended.status()).isEqualTo(137);
    assertThat(ended.err()).contains("Gracefully stopping... (signal Control-C again to force)\n");
    assertThat(ended.out()).contains("alpine killed").contains("op killed");
    assertThat(desk.live.numbers()).isEmpty();
  }

  @Test
  void aSecondInterruptDoesNotWait() throws Exception {
    desk.file(
        ".opspec/deaf/op.yml",
        "name: deaf\nrun:\n  container: {image: {ref: alpine}, cmd: [deaf]}\n");
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> desk.opctl("run", "deaf"));
    desk.hanging.await();
    desk.interrupt();
    desk.interrupt();
    Answer ended = answer.get(20, TimeUnit.SECONDS);
    assertThat(ended.status()).isIn(130, 137);
  }

  @Test
  void onAScreenTheTreeStaysAndChangesAreNotWrittenAsLines() {
    desk.terminal = SCREEN;
    desk.environment.put("TERM", "xterm");
    Answer answer = desk.opctl("run", "greet", "-a", "who=ann");
    assertThat(answer.out()).contains("hello ann 7").doesNotContain("started");
    assertThat(answer.err()).contains("✔ greet").contains("✔ alpine").contains("1 done");
  }

  @Test
  void namesFromElsewhereAreShownAndNotObeyed() {
    desk.file(
        ".opspec/evil/op.yml",
        """
        name: evil
        run:
          name: "\\e[2J\\u202e"
          container: {image: {ref: "alp\\e[31mine"}, cmd: [echo, "\\e[2Jx"]}
        """);
    desk.terminal = SCREEN;
    desk.environment.put("TERM", "xterm");
    Answer answer = desk.opctl("run", "evil");
    assertThat(answer.out()).doesNotContain("\u001b[2J");
    assertThat(answer.err()).doesNotContain("\u001b[2J").doesNotContain("\u202e");
  }

  @Test
  void nothingIsMadeInTheProject() throws IOException {
    desk.opctl("run", "greet", "-a", "who=x");
    try (var files = Files.walk(desk.project)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }
}
