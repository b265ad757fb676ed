package waybill.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.FailureCode;

class CapturedTest {
  private static final int MEMORY = 64 * 1024;
  private static final SpoolFiles FULL_DISK = () -> new RandomAccessFile("/dev/full", "rw");
  private static final SpoolFiles NO_FILES =
      () -> {
        throw new IOException("this must stay in memory");
      };

  @TempDir private Path folder;
  private final List<Captured> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(Captured::close);
  }

  @Test
  void whatWasWrittenIsKeptInOrder() throws IOException {
    Captured captured = captured(100, NO_FILES);
    append(captured, "hello ");
    captured.append("..world..".getBytes(UTF_8), 2, 5);

    assertThat(text(captured)).isEqualTo("hello world");
    assertThat(captured.size()).isEqualTo(11);
    assertThat(captured.lostBytes()).isZero();
  }

  @Test
  void nothingWrittenIsNothingKept() throws IOException {
    assertThat(text(captured(100, NO_FILES))).isEmpty();
  }

  @Test
  void theRestBeyondTheLimitIsCountedNotKept() throws IOException {
    Captured captured = captured(4, NO_FILES);
    append(captured, "abcdef");
    append(captured, "gh");

    assertThat(text(captured)).isEqualTo("abcd");
    assertThat(captured.lostBytes()).isEqualTo(4);
    assertThat(captured.failure()).isEmpty();
  }

  @Test
  void bytesThatWereDroppedBeforeTheyCameToUsAreCountedToo() {
    Captured captured = captured(4, NO_FILES);
    append(captured, "abcd");
    captured.ended(10);

    assertThat(captured.lostBytes()).isEqualTo(6);
  }

  @Test
  void aLimitOfNothingKeepsNothing() {
    Captured captured = captured(0, NO_FILES);
    append(captured, "abc");

    assertThat(captured.size()).isZero();
    assertThat(captured.lostBytes()).isEqualTo(3);
  }

  @Test
  void aFileIsUsedOnlyBeyondSixtyFourKibibytes() throws IOException {
    SpoolFiles files = new SpoolFiles.InFolder(folder.resolve("made/when/needed"));
    Captured captured = captured(Long.MAX_VALUE, files);

    captured.append(bytes(0, MEMORY), 0, MEMORY);
    assertThat(folder).isEmptyDirectory();

    captured.append(bytes(MEMORY, 1), 0, 1);
    assertThat(folder.resolve("made/when/needed")).isEmptyDirectory();
    assertThat(read(captured)).isEqualTo(bytes(0, MEMORY + 1));
  }

  @Test
  void longOutputComesBackAsItWas() throws IOException {
    Captured captured = captured(Long.MAX_VALUE, new SpoolFiles.InFolder(folder));
    int total = 1_000_000;
    for (int at = 0; at < total; at += 7919) {
      int length = Math.min(7919, total - at);
      captured.append(bytes(at, length), 0, length);
    }

    assertThat(captured.size()).isEqualTo(total);
    assertThat(read(captured)).isEqualTo(bytes(0, total));
    assertThat(read(captured)).as("read again").isEqualTo(bytes(0, total));
  }

  @Test
  void theLimitCutsInsideTheFileToo() throws IOException {
    Captured captured = captured(MEMORY + 10, new SpoolFiles.InFolder(folder));
    captured.append(bytes(0, MEMORY + 25), 0, MEMORY + 25);

    assertThat(read(captured)).isEqualTo(bytes(0, MEMORY + 10));
    assertThat(captured.lostBytes()).isEqualTo(15);
  }

  @Test
  void theFileIsForUsAloneAndHasNoName() throws IOException {
    Path spool = Files.createDirectory(folder.resolve("spool"));
    try (RandomAccessFile file = new SpoolFiles.InFolder(spool).create()) {
      assertThat(spool).isEmptyDirectory();
      file.write(1);
      Path open = openFileBelow(spool);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aReaderSeesAPrefixWhileTheTaskWrites() throws Exception {
    Captured captured = captured(Long.MAX_VALUE, new SpoolFiles.InFolder(folder));
    int total = 400_000;
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int at = 0; at < total; at += 1000) {
                    captured.append(bytes(at, 1000), 0, 1000);
                  }
                });
    byte[] whole = bytes(0, total);
    int last = 0;
    while (last < total) {
      byte[] seen = read(captured);
      assertThat(seen.length).isGreaterThanOrEqualTo(last);
      assertThat(Arrays.mismatch(seen, whole)).isIn(-1, seen.length);
      last = seen.length;
    }
    writer.join();
  }

  @Test
  void anInterruptedReaderOrWriterSpoilsNothing() throws IOException {
    Captured captured = captured(Long.MAX_VALUE, new SpoolFiles.InFolder(folder));
    Thread.currentThread().interrupt();
    captured.append(bytes(0, 100_000), 0, 100_000);
    byte[] seen = read(captured);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).isEqualTo(bytes(0, 100_000));
    assertThat(captured.failure()).isEmpty();
  }

  @Test
  void aFullDiskLosesTheRestAndSaysSo() throws IOException {
    Captured captured = captured(Long.MAX_VALUE, FULL_DISK);
    captured.append(bytes(0, 100_000), 0, 100_000);
    captured.append(bytes(100_000, 5), 0, 5);

    assertThat(read(captured)).isEqualTo(bytes(0, MEMORY));
    assertThat(captured.lostBytes()).isEqualTo(100_005 - MEMORY);
    assertThat(captured.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL);
              assertThat(failure.message()).endsWith("No space left on device");
            });
  }

  @Test
  void aFolderThatCannotBeUsedLosesTheRestAndSaysWhich() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Captured captured = captured(Long.MAX_VALUE, new SpoolFiles.InFolder(file));
    captured.append(bytes(0, 100_000), 0, 100_000);

    assertThat(read(captured)).isEqualTo(bytes(0, MEMORY));
    assertThat(captured.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.STORE_UNREADABLE);
              assertThat(failure.message()).contains(file.toString());
            });
  }

  @Test
  void whatIsWrittenAfterClosingIsOnlyCounted() {
    Captured captured = captured(Long.MAX_VALUE, new SpoolFiles.InFolder(folder));
    captured.append(bytes(0, 100_000), 0, 100_000);
    captured.close();
    captured.close();
    append(captured, "late");

    assertThat(captured.size()).isEqualTo(100_000);
    assertThat(captured.lostBytes()).isEqualTo(4);
    assertThatThrownBy(() -> captured.writeTo(OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalStateException.class);
  }

  private Captured captured(long limitBytes, SpoolFiles files) {
    Captured captured = new Captured(limitBytes, files);
    opened.add(captured);
    return captured;
  }

  private static void append(Captured captured, String text) {
    captured.append(text.getBytes(UTF_8), 0, text.length());
  }

  private static String text(Captured captured) throws IOException {
    return new String(read(captured), UTF_8);
  }

  private static byte[] read(Captured captured) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    captured.writeTo(out);
    return out.toByteArray();
  }

  /** Bytes that tell their place. */
  private static byte[] bytes(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int place = from + i;
      bytes[i] = (byte) (place ^ (place >> 8) ^ (place >> 16));
    }
    return bytes;
  }

  /** A file without a name that this process has open, found by its descriptor. */
  private static Path openFileBelow(Path folder) throws IOException {
    File[] descriptors = new File("/proc/self/fd").listFiles();
    for (File descriptor : descriptors == null ? new File[0] : descriptors) {
      Path link = descriptor.toPath();
      if (Files.isSymbolicLink(link)
          && Files.readSymbolicLink(link).toString().startsWith(folder + "/")) {
        return link;
      }
    }
    throw new AssertionError("no open file below " + folder);
  }
}
