package waybill.app.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;

/** {@code waybill run} finds out by itself that a file is a job. */
class JobArgumentsTest {
  @TempDir Path folder;

  private List<String> of(String... arguments) {
    var out = new PrintStream(new ByteArrayOutputStream());
    return JobArguments.of(
        new Invocation(
            List.of(arguments),
            new ByteArrayInputStream(new byte[0]),
            out,
            out,
            Map.of(),
            folder,
            FixedTerminal.NONE,
            Interrupts.NONE));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Name\": \"a\", \"tasks\": []}",
        "// of mine\n{\n  \"Tasks\": [] // none yet\n}\n",
        "{\n  \"Name\": \"{{.name}}\", {{if .x}}\n  \"Tasks\": []{{end}}\n}\n",
        "{\"APIVersion\": \"V1beta1\"}",
      })
  void aJobIsTakenAsItIsWritten(String text) throws IOException {
    file("job.json", text);
    assertThat(of("run", "job.json", "-f")).containsExactly("job", "run", "job.json", "-f");
    assertThat(of("run", "--wait=false", folder + "/job.json")).hasSize(4);
  }

  @Test
  void aJobInYamlMayHaveHoles() throws IOException {
    file("job.yaml", "Name: {{.name}}\nTasks:\n- Name: main\n");
    assertThat(of("run", "job.yaml")).containsExactly("job", "run", "job.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"program\": \"/bin/true\", \"layers\": []}",
        "{\"name\": \"an-op\", \"run\": {}}",
        "{\"what\": 1}",
        "[]",
        "",
        "{\"program\": // of mine",
        "\u0000\u0001",
      })
  void whatIsNoJobIsLeftToOthers(String text) throws IOException {
    file("file.json", text);
    assertThat(of("run", "file.json")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsLeftToOthers() throws IOException {
    Files.createDirectory(folder.resolve("folder"));
    assertThat(of("run", "folder")).isEmpty();
    assertThat(of("run", "nowhere.json")).isEmpty();
    assertThat(of("run", "a\u0000b")).isEmpty();
    assertThat(of("run")).isEmpty();
    assertThat(of("run", "--kind")).isEmpty();
  }

  @Test
  void whoSaysTheKindIsBelieved() throws IOException {
    file("job.json", "{\"Tasks\": []}");
    file("other.json", "{}");
    assertThat(of("run", "--kind", "bacalhau", "other.json"))
        .containsExactly("job", "run", "other.json");
    assertThat(of("run", "other.json", "--kind=bacalhau"))
        .containsExactly("job", "run", "other.json");
    assertThat(of("run", "job.json", "--kind=maelstrom")).isEmpty();
    assertThat(of("run", "--kind", "nosuch", "job.json")).isEmpty();
  }
}
