package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureException;

class FoldersTest {
  @TempDir Path folder = Path.of("");

  @Test
  void lieUnderHomeByDefault() {
    Folders folders = new Folders(Map.of("HOME", "/home/ann"));

    assertThat(folders.cache()).isEqualTo(Path.of("/home/ann/.cache/waybill"));
    assertThat(folders.state()).isEqualTo(Path.of("/home/ann/.local/state/waybill"));
    assertThat(folders.config()).isEqualTo(Path.of("/home/ann/.config/waybill"));
  }

  @Test
  void followTheXdgVariablesButOnlyAbsoluteOnes() {
    Folders folders =
        new Folders(
            Map.of(
                "HOME",
                "/h",
                "XDG_CACHE_HOME",
                "/c",
                "XDG_STATE_HOME",
                "s",
                "XDG_CONFIG_HOME",
                ""));

    assertThat(folders.cache()).isEqualTo(Path.of("/c/waybill"));
    assertThat(folders.state()).isEqualTo(Path.of("/h/.local/state/waybill"));
    assertThat(folders.config()).isEqualTo(Path.of("/h/.config/waybill"));
  }

  @Test
  void serviceUnitsAreOfTheServiceManagerAndNotOurs() {
    assertThat(new Folders(Map.of("HOME", "/h", "WAYBILL_CONFIG_DIR", "/w")).serviceUnits())
        .isEqualTo(Path.of("/h/.config/systemd/user"));
    assertThat(new Folders(Map.of("XDG_CONFIG_HOME", "/c")).serviceUnits())
        .isEqualTo(Path.of("/c/systemd/user"));
    assertThatThrownBy(() -> new Folders(Map.of("XDG_CONFIG_HOME", "c")).serviceUnits())
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("HOME");
  }

  @Test
  void longOutputGoesWhereTheUserKeepsTemporaryFiles() {
    assertThat(new Folders(Map.of("TMPDIR", "/scratch")).spool()).isEqualTo(Path.of("/scratch"));
    assertThat(new Folders(Map.of("TMPDIR", "relative")).spool()).isEqualTo(Path.of("/tmp"));
    assertThat(new Folders(Map.of()).spool()).isEqualTo(Path.of("/tmp"));
  }

  @Test
  void ourOwnVariablesWinAndNeedNoHome() {
    Folders folders =
        new Folders(
            Map.of(
                "XDG_CACHE_HOME", "/c",
                "WAYBILL_CACHE_DIR", "/own/cache",
                "WAYBILL_STATE_DIR", "/own/state",
                "WAYBILL_CONFIG_DIR", "/own/config"));

    assertThat(folders.cache()).isEqualTo(Path.of("/own/cache"));
    assertThat(folders.state()).isEqualTo(Path.of("/own/state"));
    assertThat(folders.config()).isEqualTo(Path.of("/own/config"));
  }

  @Test
  void aRelativeVariableOrAMissingHomeIsSaid() {
    assertThat(failure(() -> new Folders(Map.of("WAYBILL_CACHE_DIR", "here")).cache()).message())
        .isEqualTo("WAYBILL_CACHE_DIR is `here`, which is not an absolute path");
    Failure homeless = failure(() -> new Folders(Map.of()).cache());
    assertThat(homeless.message()).isEqualTo("HOME is not set to an absolute path");
    assertThat(homeless.help())
        .isEqualTo(Optional.of("set HOME, or WAYBILL_CACHE_DIR to the folder to use"));
  }

  @Test
  void theRuntimeFolderIsMadePrivate() throws Exception {
    Path inTemporary = new Folders(Map.of(), folder).runtime();
    Path inXdg = new Folders(Map.of("XDG_RUNTIME_DIR", folder.toString())).runtime();
    Path own = new Folders(Map.of("WAYBILL_RUNTIME_DIR", folder.resolve("r").toString())).runtime();

    assertThat(inTemporary.getFileName().toString())
        .isEqualTo("waybill-" + Files.getAttribute(folder, "unix:uid"));
    assertThat(inXdg).isEqualTo(folder.resolve("waybill"));
    assertThat(own).isEqualTo(folder.resolve("r"));
    for (Path made : new Path[] {inTemporary, inXdg, own}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
    assertThat(new Folders(Map.of(), folder).runtime()).isEqualTo(inTemporary);
  }

  @Test
  void aLinkInPlaceOfTheRuntimeFolderIsRefused() throws Exception {
    Path target = Files.createDirectory(folder.resolve("trap"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(folder.resolve("waybill-" + uid()), target);

    assertThat(failure(() -> new Folders(Map.of(), folder).runtime()).message())
        .endsWith("is not a folder");
  }

  @Test
  void aRuntimeFolderOfAnotherUserIsRefused() throws Exception {
    assumeTrue(uid() == 0, "only root can make a folder of another user");
    Path foreign = Files.createDirectory(folder.resolve("waybill-0"));
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(foreign, "unix:uid", 12345);

    assertThat(failure(() -> new Folders(Map.of(), folder).runtime()).message())
        .endsWith("belongs to another user");
  }

  @Test
  void aRuntimeFolderOpenToOthersIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("waybill-" + uid()));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

    Failure failure = failure(() -> new Folders(Map.of(), folder).runtime());
    assertThat(failure.message()).endsWith("is open to other users");
    assertThat(failure.help()).isEqualTo(Optional.of("run `chmod 700 " + open + "`"));
  }

  @Test
  void aMissingParentIsSaidWithItsReason() {
    assertThat(
            failure(() -> new Folders(Map.of("WAYBILL_RUNTIME_DIR", folder + "/no/r")).runtime())
                .message())
        .isEqualTo("cannot use the runtime folder " + folder + "/no/r: No such file or directory");
  }

  @Test
  void socketPathsFitTheKernelsLimit() {
    Folders folders = new Folders(Map.of("WAYBILL_RUNTIME_DIR", folder.resolve("r").toString()));
    int room = Folders.MAX_SOCKET_PATH_BYTES - (folder + "/r/").length();

    assertThat(folders.socket("s".repeat(room)).toString()).hasSize(107);
    assertThat(failure(() -> folders.socket("s".repeat(room + 1))).message())
        .endsWith("has 108 bytes");
  }

  private int uid() throws IOException {
    return (Integer) Files.getAttribute(folder, "unix:uid");
  }

  private static Failure failure(ThrowingCallable attempt) {
    Failure[] failure = new Failure[1];
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(FailureException.class, e -> failure[0] = e.failure());
    return failure[0];
  }
}
