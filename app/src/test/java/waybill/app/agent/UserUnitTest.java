package waybill.app.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.FailureException;

class UserUnitTest {
  private static final Path PROGRAM = Path.of("/opt/waybill/bin/waybill");

  @TempDir Path folder = Path.of("");

  private UserUnit unit() {
    return new UserUnit(folder.resolve("config/systemd/user"));
  }

  private Path file() {
    return folder.resolve("config/systemd/user/waybill-agent.service");
  }

  @Test
  void startsTheAgentInFrontAndTellsOnlyItToEnd() throws IOException {
    unit().install(PROGRAM, Map.of());
    assertThat(Files.readString(file()))
        .startsWith("# Written by `waybill agent install`.")
        .contains(
            "\nExecStart=\"/opt/waybill/bin/waybill\" agent start --foreground\n",
            "\nKillMode=mixed\n",
            "\nWantedBy=default.target\n")
        .doesNotContain("Environment=");
    try (Stream<Path> left = Files.list(file().getParent())) {
      assertThat(left).containsExactly(file());
    }
  }

  @Test
  void isTheAgentThatWhoInstalledItHas() {
    assertThat(
            UserUnit.text(
                PROGRAM,
                Map.of("WAYBILL_STATE_DIR", "/s t", "XDG_CACHE_HOME", "", "HOME", "/h", "A", "b")))
        .contains("\nEnvironment=\"WAYBILL_STATE_DIR=/s t\"\n")
        .doesNotContain("HOME", "A=b");
  }

  @Test
  void writesEveryPathSoThatItIsReadAsItIs() {
    assertThat(
            UserUnit.text(Path.of("/a \"b\"\\c%d$e'f/ü"), Map.of("WAYBILL_CACHE_DIR", "/$x%y; z")))
        .contains(
            "ExecStart=\"/a \\\"b\\\"\\\\c%%d$$e'f/ü\" agent",
            "Environment=\"WAYBILL_CACHE_DIR=/$x%%y; z\"");
    for (String bad : new String[] {"/a\nExecStart=/bin/evil", "/a\u0007", "/a\u007f"}) {
      assertThatThrownBy(() -> unit().install(Path.of(bad), Map.of()))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("the program's path");
      assertThatThrownBy(() -> unit().install(PROGRAM, Map.of("WAYBILL_STATE_DIR", bad)))
          .hasMessageContaining("WAYBILL_STATE_DIR");
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void replacesAndRemovesOnlyWhatItWrote() throws IOException {
    unit().install(PROGRAM, Map.of());
    unit().install(Path.of("/other/waybill"), Map.of());
    assertThat(Files.readString(file())).contains("/other/waybill");
    assertThat(unit().remove()).isTrue();
    assertThat(unit().remove()).isFalse();
    assertThat(file()).doesNotExist();
  }

  @Test
  void leavesAloneWhatItDidNotWrite() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectories(file().getParent());
    for (String text : new String[] {"", "[Unit]\n", "# Written by `waybill", "#"}) {
      Files.writeString(file(), text);
      refused();
      assertThat(file()).hasContent(text);
    }
    Files.delete(file());
    new UserUnit(folder.resolve("ours")).install(PROGRAM, Map.of());
    for (Path target : new Path[] {other, folder.resolve("ours/" + UserUnit.NAME)}) {
      Files.createSymbolicLink(file(), target);
      refused();
      assertThat(Files.isSymbolicLink(file())).isTrue();
      Files.delete(file());
    }
    assertThat(other).doesNotExist();
    Files.createDirectory(file());
    refused();
  }

  private void refused() {
    assertThatThrownBy(() -> unit().install(PROGRAM, Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("was not written by Waybill");
    assertThatThrownBy(() -> unit().remove()).hasMessageContaining("was not written by Waybill");
  }

  @Test
  void tellsWhyItCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("config"), "a file");
    assertThatThrownBy(() -> unit().install(PROGRAM, Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("cannot write " + file());
  }
}
