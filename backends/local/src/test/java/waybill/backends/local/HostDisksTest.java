package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.backends.local.HostDisks.Search;
import waybill.testing.Needs;

/** What is said of a machine on which roots cannot lie on disk, and of one on which they can. */
class HostDisksTest {
  @TempDir Path folder;
  private Path control;
  private Path formatter;

  @BeforeEach
  void machine() throws IOException {
    control = Files.createFile(folder.resolve("loop-control"));
    formatter = Files.createFile(folder.resolve("mkfs.ext4"));
    assertThat(formatter.toFile().setExecutable(true)).isTrue();
  }

  private HostDisks find() {
    return new Search(true, control, List.of(Path.of("/nope"), folder)).in(folder.resolve("cache"));
  }

  private static String lack(HostDisks disks) {
    return disks.lack().orElse("");
  }

  @Test
  void whereAllIsThereTheFreeSpaceCounts() throws IOException {
    HostDisks disks = find();
    Path made = folder.resolve("cache/disks");
    boolean onDisk = !Files.getFileStore(folder).type().equals("tmpfs");
    Needs.need("disk", onDisk, "let java.io.tmpdir be on a disk");
    assertThat(disks.place().orElseThrow().folder()).isEqualTo(made.toRealPath());
    assertThat(disks.place().orElseThrow().formatter()).isEqualTo(formatter);
    assertThat(disks.size())
        .isPositive()
        .isLessThanOrEqualTo(Files.getFileStore(made).getTotalSpace());
    assertThat(disks.lack()).isEmpty();
    assertThat(Files.getPosixFilePermissions(made)).hasSize(3);
    assertThat(find().place()).as("again").isEqualTo(disks.place());
  }

  @Test
  void anOrdinaryUserHasNone() {
    HostDisks disks = new Search(false, control, List.of(folder)).in(folder.resolve("cache"));
    assertThat(lack(disks)).isEqualTo("only root can have loop devices");
    assertThat(disks.place()).isEmpty();
    assertThat(disks.size()).isZero();
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.delete(formatter);
    assertThat(lack(find())).isEqualTo("mkfs.ext4 is not installed");
    Files.delete(control);
    assertThat(lack(find())).isEqualTo(control + " cannot be opened: No such file or directory");
  }

  @Test
  void aLinkInPlaceOfTheFolderIsNotUsed() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path link = Files.createSymbolicLink(cache.resolve("disks"), elsewhere);
    assertThat(lack(find())).isEqualTo(link + " is not a folder");
    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("nowhere"));
    assertThat(lack(find())).isEqualTo(link + " is not a folder");
    assertThat(Files.exists(folder.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    Files.delete(link);
    Files.createFile(link);
    assertThat(lack(find())).isEqualTo(link + " is not a folder");
  }

  @Test
  void aCacheInMemoryHasNone() {
    Path memory = Path.of("/dev/shm/waybill-disks-" + ProcessHandle.current().pid());
    Needs.need("shm", Files.isWritable(Path.of("/dev/shm")), "mount /dev/shm");
    try {
      assertThat(lack(new Search(true, control, List.of(folder)).in(memory)))
          .contains("lies in memory itself (tmpfs)");
    } finally {
      assertThat(memory.resolve("disks").toFile().delete()).isTrue();
      assertThat(memory.toFile().delete()).isTrue();
    }
  }

  @Test
  void aCacheThatCannotBeMadeIsSaid() throws IOException {
    Files.createFile(folder.resolve("cache"));
    assertThat(lack(find())).contains("cannot be used: ");
  }
}
