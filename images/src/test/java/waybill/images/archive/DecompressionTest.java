package waybill.images.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecompressionTest {
  @TempDir private Path scratch;

  private byte[] read(byte[] stored) throws IOException {
    try (InputStream in = Decompression.of(new ByteArrayInputStream(stored), scratch)) {
      return in.readAllBytes();
    }
  }

  private static byte[] content() {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Arrays.fill(content, 1000, 200_000, (byte) 'x');
    return content;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void theFirstBytesTellTheCompression() throws IOException {
    assertThat(read(content())).isEqualTo(content());
    assertThat(read(TarBytes.gzip(content()))).isEqualTo(content());
    assertThat(read(TarBytes.zstd(content()))).isEqualTo(content());
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(new byte[] {0x1f})).containsExactly(0x1f);
  }

  @Test
  void severalMembersAndFramesAreOneArchive() throws IOException {
    byte[] twice = join(content(), content());

    assertThat(read(join(TarBytes.gzip(content()), TarBytes.gzip(content())))).isEqualTo(twice);
    assertThat(read(join(TarBytes.zstd(content()), TarBytes.zstd(content())))).isEqualTo(twice);
    byte[] note = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'h', 'i'};
    assertThat(read(join(note, TarBytes.zstd(content())))).isEqualTo(content());
  }

  @Test
  void whatIsCutDamagedOrFollowedByOtherThingsIsNoticed() {
    for (byte[] stored : new byte[][] {TarBytes.gzip(content()), TarBytes.zstd(content())}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(stored, stored.length - 1)))
          .isInstanceOf(ArchiveException.class);
      assertThatThrownBy(() -> read(Arrays.copyOf(stored, stored.length / 2)))
          .isInstanceOf(ArchiveException.class);
      assertThatThrownBy(() -> read(join(stored, "rubbish".getBytes(StandardCharsets.US_ASCII))))
          .isInstanceOf(ArchiveException.class);
      byte[] changed = stored.clone();
      changed[stored.length - 6] ^= 1;
      assertThatThrownBy(() -> read(changed)).isInstanceOf(ArchiveException.class);
    }
  }

  @Test
  void otherCompressionsAreNamed() {
    assertThatThrownBy(() -> read(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1}))
        .hasMessageContaining("xz");
    assertThatThrownBy(() -> read("BZh91AY".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("bzip2");
  }

  @Test
  void nothingStaysInTheScratchFolder() throws IOException {
    read(TarBytes.zstd(content()));

    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aWindowBeyondOurMemoryIsRefused() {
    // A frame's header that asks for a window of 2 GiB.
    byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 1, 0, 0, 0, 0, 0};

    assertThatThrownBy(() -> read(frame)).isInstanceOf(ArchiveException.class);
  }
}
