package waybill.dialects.maelstrom.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.failure.FailureException;

@Timeout(60)
class TagLockFileTest {
  private static final String WHOLE =
      """
      version = 1

      [alpine]
      "3.18" = "sha256:03"
      latest = "sha256:01"

      ["registry.example/x"]
      v1 = "sha256:02"
      """;

  @TempDir Path folder;
  private Path project;
  private Path guards;
  private Path file;

  @BeforeEach
  void makeFolders() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    guards = Files.createDirectory(folder.resolve("guards"));
    file = project.resolve("maelstrom-container-tags.lock");
  }

  @Test
  void theFileIsSortedAndHoldsOneTableForEachImage() throws IOException {
    TagLockFile tags = tags();
    tags.pin("registry.example/x", "v1", "sha256:02");
    tags.pin("alpine", "latest", "sha256:01");
    tags.pin("alpine", "3.18", "sha256:03");

    assertThat(Files.readString(file)).isEqualTo(WHOLE);
    try (var files = Files.list(project)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theFileBelongsToTheProjectAndKeepsItsMode() throws IOException {
    tags().pin("a", "b", "sha256:01");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    tags().pin("a", "c", "sha256:01");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void whatItHoldsIsFoundAgain() throws IOException {
    Files.writeString(file, "# kept by hand\n" + WHOLE);
    TagLockFile tags = tags();

    assertThat(tags.pinned("alpine", "3.18")).contains("sha256:03");
    assertThat(tags.pinned("registry.example/x", "v1")).contains("sha256:02");
    assertThat(tags.pinned("alpine", "edge")).isEmpty();
    assertThat(tags.pinned("busybox", "latest")).isEmpty();
  }

  @Test
  void withoutAFileNothingIsPinnedAndNothingIsMade() {
    assertThat(tags().pinned("alpine", "latest")).isEmpty();
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "version = 0\n[alpine]\nlatest = \"sha256:99\"\n",
        "version = 1\nlatest = \"sha256:99\"\n",
        "version = 1\n[alpine]\nlatest = sha256:99\n",
        "version = 1\n[alpine]\nlatest = \"md5:99\"\n",
        "version = 1\n[a.b]\nlatest = \"sha256:99\"\n",
        "version = 1\n[alpine]\nlatest\n",
      })
  void aFileThatIsNotUnderstoodIsReplaced(String text) throws IOException {
    Files.writeString(file, text);
    TagLockFile tags = tags();

    assertThat(tags.pinned("alpine", "latest")).isEmpty();
    tags.pin("alpine", "latest", "sha256:01");
    assertThat(Files.readString(file))
        .isEqualTo("version = 1\n\n[alpine]\nlatest = \"sha256:01\"\n");
  }

  @Test
  void whoeverWasFasterStays() {
    TagLockFile slow = tags();
    assertThat(slow.pinned("alpine", "latest")).isEmpty();
    tags().pin("alpine", "latest", "sha256:01");
    slow.pin("alpine", "latest", "sha256:02");

    assertThat(slow.pinned("alpine", "latest")).contains("sha256:01");
    assertThat(tags().pinned("alpine", "latest")).contains("sha256:01");
  }

  @Test
  void manyWritersLoseNothing() throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String image = "image" + i;
      writers.add(Thread.ofVirtual().start(() -> tags().pin(image, "latest", "sha256:0a")));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(tags().pinned("image" + i, "latest")).contains("sha256:0a");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> tags().pin("alpine", "latest", "sha256:01"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(file + " cannot be read: ");
  }

  /** As another process would have it. */
  private TagLockFile tags() {
    return new TagLockFile(project, guards);
  }
}
