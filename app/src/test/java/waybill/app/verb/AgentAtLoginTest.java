package waybill.app.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.CommandLines;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;

class AgentAtLoginTest {
  private static final String TYPE =
      "type: systemctl --user daemon-reload && systemctl --user enable waybill-agent.service";

  @TempDir Path folder = Path.of("");

  private String run(String verb) {
    var login = new AgentAtLogin(folder.resolve("program"));
    CommandSpec root = CommandLines.group("agent");
    root.addSubcommand("install", login.install());
    root.addSubcommand("uninstall", login.uninstall());
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    CommandLines.run(
        root,
        new Invocation(
            List.of(verb),
            new ByteArrayInputStream(new byte[0]),
            stream,
            stream,
            Map.of("HOME", folder.toString(), "PATH", "relative:" + folder.resolve("bin")),
            folder,
            FixedTerminal.NONE,
            Interrupts.NONE));
    stream.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path unit() {
    return folder.resolve(".config/systemd/user/waybill-agent.service");
  }

  private void systemctl(String script) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("systemctl");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theUnitIsWrittenAndEnabled() throws IOException {
    systemctl("echo \"$@\" >>" + folder.resolve("asked"));
    assertThat(run("install")).contains("wrote " + unit(), "starts when you log in");
    assertThat(unit()).exists();
    assertThat(folder.resolve("asked"))
        .hasContent("--user daemon-reload\n--user enable waybill-agent.service");
    assertThat(run("uninstall")).contains("removed " + unit());
    assertThat(unit()).doesNotExist();
    assertThat(Files.readString(folder.resolve("asked")))
        .contains("--user disable waybill-agent.service\n--user daemon-reload");
  }

  @Test
  void withoutSystemctlItIsToldWhatToType() {
    assertThat(run("install")).contains("there is no systemctl here", TYPE);
    assertThat(unit()).exists();
    assertThat(run("uninstall")).contains("removed " + unit(), "there is no systemctl here");
    assertThat(run("uninstall")).contains("there is no " + unit());
  }

  @Test
  void whatSystemctlSaysIsToldAndIsNoFailure() throws IOException {
    systemctl("echo 'Failed to connect to bus: no medium found' >&2; echo more >&2; exit 1");
    assertThat(run("install"))
        .contains("it is not enabled: Failed to connect to bus: no medium found\n", TYPE)
        .doesNotContain("more");
    systemctl("exit 7");
    assertThat(run("install")).contains("ended with status 7");
    systemctl("head -c 60000 /dev/zero | tr '\\0' x; exit 1");
    assertThat(run("install")).hasSizeLessThan(1000);
  }

  @Test
  void aUnitOfSomebodyElseIsToldAndStays() throws IOException {
    systemctl("touch " + folder.resolve("asked"));
    Files.createDirectories(unit().getParent());
    Files.writeString(unit(), "[Unit]\n");
    assertThat(run("install")).contains("was not written by Waybill");
    assertThat(run("uninstall")).contains("was not written by Waybill");
    assertThat(unit()).hasContent("[Unit]\n");
    assertThat(folder.resolve("asked")).doesNotExist();
  }
}
