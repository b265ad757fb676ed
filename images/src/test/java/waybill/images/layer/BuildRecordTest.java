package waybill.images.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.store.TreeEntry;

class BuildRecordTest {
  private static final String LAYER = "sha256:" + "0".repeat(64);
  private static final FileState STATE = new FileState(1, 2, 0100644, 3, 4, 5);

  private final PlannedEntry.Copied first = copied("a");
  private final PlannedEntry.Copied second = copied("b\n");
  private final String plan = plan().text();
  private final BuildRecord record = new BuildRecord(LAYER, plan, List.of("-", "f".repeat(64)));

  @Test
  void isReadAsItWasWritten() {
    assertThat(BuildRecord.fromBytes(record.toBytes())).contains(record);
    assertThat(BuildRecord.fromBytes(new BuildRecord(LAYER, "", List.of()).toBytes()))
        .contains(new BuildRecord(LAYER, "", List.of()));
  }

  @Test
  void knowsItsPlanAndWhetherAllFilesWereSettled() {
    BuildRecord settled = new BuildRecord(LAYER, plan, List.of("e".repeat(64), "f".repeat(64)));

    assertThat(settled.isOf(plan)).isTrue();
    assertThat(settled.isOf(plan + "x")).isFalse();
    assertThat(BuildRecord.NONE.isOf("")).isFalse();
    assertThat(settled.isSettled()).isTrue();
    assertThat(record.isSettled()).isFalse();
  }

  @Test
  void knowsTheContentsOfSettledFiles() {
    assertThat(record.knownContents()).isEqualTo(Map.of(second.origin(), "f".repeat(64)));
    assertThat(first.origin()).isNotEqualTo(second.origin());
  }

  @Test
  void damageAtAnyByteMakesItNoRecord() {
    byte[] bytes = record.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      assertThat(BuildRecord.fromBytes(damaged)).as("byte %s", i).isEmpty();
      byte[] torn = java.util.Arrays.copyOf(bytes, i);
      assertThat(BuildRecord.fromBytes(torn)).as("%s bytes", i).isEmpty();
    }
  }

  @Test
  void recordsAreKeptByKeyAndDamagedOnesCountAsNone(@TempDir Path folder) throws Exception {
    BuildRecords records = new BuildRecords(folder.resolve("records"));
    assertThat(records.read("key")).isEqualTo(BuildRecord.NONE);

    records.write("key", record);
    assertThat(records.read("key")).isEqualTo(record);
    assertThat(records.read("other")).isEqualTo(BuildRecord.NONE);

    Path file = folder.resolve("records").resolve(BuildRecord.checksum("key"));
    Files.write(file, "waybill build 1\nnonsense".getBytes(UTF_8));
    assertThat(records.read("key")).isEqualTo(BuildRecord.NONE);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(records.read("key")).isEqualTo(BuildRecord.NONE);
    records.write("key", record);
  }

  @Test
  void theOldestRecordsGoWhenThereAreTooMany(@TempDir Path folder) throws Exception {
    for (int i = 0; i < BuildRecords.MAX_RECORDS + 50; i++) {
      Path file = Files.writeString(folder.resolve("old" + i), "x");
      assertThat(file.toFile().setLastModified(1_000_000L * (i + 1))).isTrue();
    }

    new BuildRecords(folder).write("key", record);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(BuildRecords.MAX_RECORDS);
    }
    assertThat(folder.resolve("old50")).doesNotExist();
    assertThat(folder.resolve("old51")).exists();
    assertThat(new BuildRecords(folder).read("key")).isEqualTo(record);
  }

  private LayerPlan plan() {
    LayerPlan all = new LayerPlan();
    all.add(first);
    all.add(new PlannedEntry.Known(new TreeEntry.Link("aa", 1, "c")));
    all.add(second);
    return all;
  }

  private static PlannedEntry.Copied copied(String path) {
    return new PlannedEntry.Copied(path, Path.of("/p").resolve(path), false, STATE);
  }
}
