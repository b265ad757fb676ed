package waybill.dialects.bacalhau.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives in jobs, those of bad people too. */
class InlineArchiveTest {
  @TempDir Path folder;

  /** An archive of ustar entries. */
  private static final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Tar add(char type, String name, String target, String content) throws IOException {
      byte[] data = content.getBytes(StandardCharsets.UTF_8);
      byte[] header = new byte[512];
      put(header, 0, name);
      put(header, 100, "0000755\0");
      put(header, 108, "0000000\0");
      put(header, 116, "0000000\0");
      put(header, 124, String.format("%011o\0", data.length));
      put(header, 136, "00000000000\0");
      put(header, 148, "        ");
      header[156] = (byte) type;
      put(header, 157, target);
      put(header, 257, "ustar\00000");
      int sum = 0;
      for (byte b : header) {
        sum += b & 0xff;
      }
      put(header, 148, String.format("%06o\0 ", sum));
      bytes.write(header);
      bytes.write(data);
      bytes.write(new byte[-data.length & 511]);
      return this;
    }

    private static void put(byte[] header, int at, String text) {
      byte[] part = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(part, 0, header, at, part.length);
    }

    byte[] gzipped() throws IOException {
      bytes.write(new byte[1024]);
      var packed = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(packed)) {
        bytes.writeTo(out);
      }
      return packed.toByteArray();
    }
  }

  private Path unpack(byte[] archive) throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    InlineArchive.unpack(archive, target, folder);
    return target;
  }

  @Test
  void filesFoldersAndLinksAreUnpacked() throws Exception {
    Path target =
        unpack(
            new Tar()
                .add('5', "d/", "", "")
                .add('0', "d/a", "", "hello")
                .add('0', "deep/er/b", "", "b")
                .add('2', "l", "d/a", "")
                .add('1', "h", "d/a", "")
                .gzipped());
    assertThat(target.resolve("d/a")).hasContent("hello").isExecutable();
    assertThat(target.resolve("deep/er/b")).hasContent("b");
    assertThat(target.resolve("l")).isSymbolicLink().hasContent("hello");
    assertThat(target.resolve("h")).hasContent("hello");
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    byte[] archive =
        new Tar().add('2', "l", outside.toString(), "").add('0', "l/evil", "", "x").gzipped();
    assertThatIOException()
        .isThrownBy(() -> unpack(archive))
        .withMessageContaining("below what is no folder");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFileTakesThePlaceOfALinkAndNotOfWhatItLeadsTo() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "safe");
    Path target =
        unpack(new Tar().add('2', "l", outside.toString(), "").add('0', "l", "", "new").gzipped());
    assertThat(outside).hasContent("safe");
    assertThat(target.resolve("l")).isRegularFile().hasContent("new");
  }

  @Test
  void devicesAreRefusedAndRubbishIs() throws Exception {
    byte[] device = new Tar().add('3', "null", "", "").gzipped();
    assertThatIOException().isThrownBy(() -> unpack(device)).withMessageContaining("no file");
    Files.delete(folder.resolve("target"));
    byte[] cut = new Tar().add('0', "a", "", "x".repeat(5000)).gzipped();
    assertThatIOException().isThrownBy(() -> unpack(java.util.Arrays.copyOf(cut, cut.length / 2)));
  }
}
