package waybill.dialects.opspec.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Invocation;
import waybill.dialects.opspec.command.Desk.Answer;

final class NodeCommandTest {
  private final List<String> done = new ArrayList<>();
  private Desk desk;

  private final NodeCommand command =
      new NodeCommand(
          new AgentControl() {
            @Override
            public Exit serve(Invocation invocation) {
              done.add("serve");
              return Exit.OK;
            }

            @Override
            public boolean stop(Invocation invocation) {
              done.add("stop");
              return true;
            }

            @Override
            public void delete(Invocation invocation) {
              done.add("delete");
            }
          },
          "0.1.0");

  @BeforeEach
  void sitDown(@TempDir Path folder) throws IOException {
    desk = new Desk(folder);
  }

  @Test
  void theVerbsBeginAndEndTheAgent() {
    assertThat(desk.call(command, "node", "create").status()).isZero();
    assertThat(desk.call(command, "--no-color", "node", "kill").status()).isZero();
    assertThat(desk.call(command, "node", "delete", "-y").status()).isZero();
    assertThat(done).containsExactly("serve", "stop", "stop", "delete");
  }

  @Test
  void deleteAsksFirst() {
    Answer unasked = desk.call(command, "node", "delete");
    assertThat(unasked.status()).isEqualTo(1);
    assertThat(unasked.err()).contains("say `--yes`");
    desk.terminal = new FixedTerminal(true, true, true, 80, 24, false, true);
    for (String answer : List.of("n\n", "\n", "", "yeah\n")) {
      assertThat(desk.typing(answer).call(command, "node", "delete").status()).isEqualTo(1);
    }
    assertThat(done).isEmpty();
    assertThat(desk.typing("y\n").call(command, "node", "delete").status()).isZero();
    assertThat(done).containsExactly("stop", "delete");
  }

  @Test
  void theDataOfTheOtherProgramIsNotDeletedAsOurs() {
    Answer answer = desk.call(command, "node", "delete", "-y", "--data-dir", "/x");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(done).isEmpty();
  }

  @Test
  void wrongLinesAreErrors() {
    for (String[] line : new String[][] {{"node"}, {"node", "stop"}, {"node", "kill", "x"}}) {
      assertThat(desk.call(command, line).status()).isEqualTo(1);
    }
    assertThat(done).isEmpty();
  }

  @Test
  void itIsMeantWhenTheFirstWordSaysSo() {
    assertThat(NodeCommand.isMeantBy(List.of("node", "kill"))).isTrue();
    assertThat(NodeCommand.isMeantBy(List.of("--no-color", "node"))).isTrue();
    assertThat(NodeCommand.isMeantBy(List.of("--data-dir", "node", "run"))).isFalse();
    assertThat(NodeCommand.isMeantBy(List.of("--data-dir=x", "node"))).isTrue();
    assertThat(NodeCommand.isMeantBy(List.of("run", "node"))).isFalse();
    assertThat(NodeCommand.isMeantBy(List.of())).isFalse();
  }
}
