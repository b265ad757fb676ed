package waybill.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SubordinateRangesTest {
  private static final Path MAPPER = Path.of("/bin/sh"); // anything that can be run
  @TempDir private Path folder;

  private Finding examine(String users, String groups) throws IOException, InterruptedException {
    return new SubordinateRanges(
            Files.writeString(folder.resolve("subuid"), users),
            Files.writeString(folder.resolve("subgid"), groups),
            folder.resolve("getsubids"))
        .examine("me", "1001", MAPPER);
  }

  private void asker(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("getsubids"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aRangeIsFoundByNameAndByNumber() throws IOException, InterruptedException {
    assertThat(examine("you:1:9\nme:100000:65536\n", "1001:100000:65535\n").verdict())
        .isEqualTo(Finding.Verdict.OK);
  }

  @Test
  void whatIsMissingAndWhatIsTooSmallAreToldApart() throws IOException, InterruptedException {
    assertThat(examine("", "me:1:65536\n").detail())
        .isEqualTo("no range for me in " + folder.resolve("subuid"));
    assertThat(examine("me:1:65536\n", "memo:1:65536\n").detail())
        .isEqualTo("no range for me in " + folder.resolve("subgid"));
    Finding small = examine("me:1:10\nme:20:1000\n1001:2000:7\n", "me:1:65536\n");
    assertThat(small.detail())
        .isEqualTo(
            "the largest range for me in %s has 1000 ids; 65535 are wanted"
                .formatted(folder.resolve("subuid")));
    assertThat(small.cure().orElseThrow()).contains("usermod --add-subuids", " me`");
  }

  @Test
  void linesThatAreNoneGiveNothing() throws IOException, InterruptedException {
    for (String line : new String[] {"me", "me:1", "me:x:65536", "me:1:65536:", "me:1:-1", ":::"}) {
      assertThat(examine(line + "\n", "me:1:65536\n").detail()).contains("no range for me");
    }
  }

  @Test
  void aRangeOfADirectoryIsToldWithTheLineToWrite() throws IOException, InterruptedException {
    asker("case $* in -g*) echo 0: me 5 7;; *) echo 0: me 200000 65536;; esac");
    Finding users = examine("me:1:10\n", "me:1:65536\n");
    assertThat(users.verdict()).isEqualTo(Finding.Verdict.LIMITED);
    assertThat(users.cure().orElseThrow()).contains("`me:200000:65536`", "subuid");
    assertThat(examine("me:1:65536\n", "").detail()).contains("no range for me in", "subgid");
  }

  @Test
  void aProgramThatSaysNothingOfUseChangesNothing() throws IOException, InterruptedException {
    for (String script : new String[] {"exit 1", "echo nonsense", "kill -9 $$", "echo a b c d"}) {
      asker(script);
      assertThat(examine("", "").detail()).contains("no range for me");
    }
  }

  @Test
  void withoutTheMapperTheyAreOfNoUse() throws InterruptedException {
    Path none = folder.resolve("none");
    assertThat(new SubordinateRanges(none, none, none).examine("me", "1", none).detail())
        .isEqualTo("newuidmap is missing");
  }
}
