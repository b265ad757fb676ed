package waybill.dialects.bacalhau.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.run.NetworkPolicy;
import waybill.engine.room.Capacity;
import waybill.model.task.Ids;

class ValidateCommandTest {
  private static final String GOOD =
      """
      {"Name": "my-job", "Type": "batch", "Count": 1, "Tasks": [{
        "Name": "main",
        "Engine": {"Type": "docker", "Params": {"Image": "ubuntu:latest"}},
        "Resources": {"CPU": "0.1", "Memory": "1MB"}}]}
      """;

  private static final Node NODE =
      new Node(
          "n",
          new LinkedHashMap<>(),
          new Capacity(9, 2000, 1_000_000_000, 1_000_000_000, 0),
          new Abilities(Ids.RANGE, true, Optional.empty()),
          NetworkPolicy.OPEN);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private Exit validate(String text, String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("job.json"), text);
    List<String> all = new java.util.ArrayList<>(List.of(file.getFileName().toString()));
    all.addAll(List.of(arguments));
    return CommandLines.run(
        new ValidateCommand(NODE).spec(),
        new Invocation(
            all,
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("REGION", "eu"),
            folder,
            FixedTerminal.NONE,
            Interrupts.NONE));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aGoodJobIsOk() throws IOException {
    assertThat(validate(GOOD, "--strict")).isEqualTo(Exit.OK);
    assertThat(out()).isEqualTo("OK\n");
    assertThat(err()).isEmpty();
  }

  // BA-108
  @Test
  void aBadJobIsRefusedWithAllThatIsWrong() throws IOException {
    String bad = GOOD.replace("batch", "cron").replace("0.1", "-1").replace("Count", "Cuont");
    assertThat(validate(bad)).isEqualTo(new Exit.Status(1));
    assertThat(out()).isEmpty();
    assertThat(err())
        .startsWith("Error: the job provided is invalid\n")
        .contains("job.json:1:28: error: invalid job type: \"cron\"")
        .contains("job.json:1:36: error: unknown field: 'Cuont' in 'Job'")
        .contains("did you mean `Count`?")
        .contains("invalid CPU value: -1");
  }

  @Test
  void warningsAreErrorsForTheStrict() throws IOException {
    String odd = GOOD.replace("my-job", "my job");
    assertThat(validate(odd)).isEqualTo(Exit.OK);
    assertThat(err()).contains("warning: `my job` is no proper name");
    assertThat(validate(odd, "--strict")).isEqualTo(new Exit.Status(1));
  }

  @Test
  void whatTheMachineHasNotIsTold() throws IOException {
    assertThat(validate(GOOD.replace("0.1", "3"), "--strict")).isEqualTo(Exit.OK);
    assertThat(out()).isEqualTo("OK\n");
    assertThat(err())
        .isEqualTo(
            "Warning: insufficient resources: CPU request exceeds node capacity"
                + " (task `main` asks for 3, and this machine has 2 processors)\n");
  }

  @Test
  void templatesAreFilled() throws IOException {
    String template = GOOD.replace("my-job", "job-{{.REGION}}");
    assertThat(validate(template)).isEqualTo(new Exit.Status(1));
    assertThat(err()).contains("the template needs `REGION`, which nobody gave");
    assertThat(validate(template, "-V", "REGION=eu", "--strict")).isEqualTo(Exit.OK);
    assertThat(validate(template, "-E", "REG.*", "--strict")).isEqualTo(Exit.OK);
    assertThat(validate(template, "--no-template")).isEqualTo(Exit.OK);
  }
}
