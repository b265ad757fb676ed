package waybill.images.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.archive.TarBytes.Header;

/** Thousands of damaged archives: each is read to its end or refused, and nothing else happens. */
@Timeout(120)
class DamagedArchivesTest {
  private static final int ROUNDS = 20_000;
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 22, 1 << 20, 50, 8192, 8);

  @TempDir private Path scratch;

  private static byte[] archive() {
    byte[] name = new byte[200];
    Arrays.fill(name, (byte) 'n');
    return new TarBytes()
        .folder("bin/")
        .file("bin/tool", "content".repeat(200))
        .pax('x', "path", "some/longer/path", "mtime", "12.5", "SCHILY.xattr.user.x", "\0\1")
        .file("a", "b")
        .add(new Header('L', "long").size(name.length), name)
        .link('2', "l", "bin/tool")
        .pax('g', "uid", "1")
        .link('1', "h", "bin/tool")
        .add(
            new Header('S', "s")
                .size(9)
                .text(257, "ustar  \0")
                .text(386, "00000000100")
                .text(398, "00000000011")
                .text(483, "00000000200"),
            new byte[9])
        .pax('x', "GNU.sparse.size", "99", "GNU.sparse.offset", "7", "GNU.sparse.numbytes", "5")
        .file("s0", "12345")
        .pax('x', "GNU.sparse.size", "99", "GNU.sparse.map", "7,5,99,0", "GNU.sparse.name", "s1")
        .file("x", "12345")
        .pax('x', "GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "1999")
        .file("y", "2\n7\n5\n80\n1\n" + "\0".repeat(501) + "123456")
        .whole();
  }

  @Test
  void plain() throws IOException {
    read(archive());
    tryAll(archive(), new Random(1));
  }

  @Test
  void compressedByGzip() {
    tryAll(TarBytes.gzip(archive()), new Random(2));
  }

  @Test
  void compressedByZstd() {
    tryAll(TarBytes.zstd(archive()), new Random(3));
  }

  private void tryAll(byte[] archive, Random random) {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damaged(archive, random);
      try {
        read(damaged);
      } catch (ArchiveException expected) {
        refused++;
        assertThat(expected.offset()).isBetween(0L, LIMITS.totalBytes() + (1 << 18));
      } catch (IOException | RuntimeException other) {
        throw new AssertionError("round " + round, other);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] damaged(byte[] archive, Random random) {
    byte[] damaged = archive.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(4) == 0) {
      damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
    }
    if (random.nextInt(2) == 0) {
      mendChecksums(damaged);
    }
    return damaged;
  }

  /** Else nothing behind the checksum would ever be tried. */
  private static void mendChecksums(byte[] archive) {
    for (int at = 0; at + 512 <= archive.length; at += 512) {
      if (archive[at + 257] == 'u' && archive[at + 258] == 's') {
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
          sum += i >= 148 && i < 156 ? 0 : archive[at + i] & 0xff;
        }
        for (int digit = 5; digit >= 0; digit--, sum >>= 3) {
          archive[at + 148 + digit] = (byte) ('0' + (sum & 7));
        }
        archive[at + 154] = 0;
        archive[at + 155] = ' ';
      }
    }
  }

  private void read(byte[] stored) throws IOException {
    try (InputStream in = Decompression.of(new ByteArrayInputStream(stored), scratch)) {
      TarReader reader = new TarReader(in, LIMITS);
      byte[] buffer = new byte[512];
      for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
        long size = 0;
        int count = 0;
        while (count >= 0) {
          size += reader.skipHole();
          count = reader.read(buffer, 0, buffer.length);
          size += Math.max(0, count);
        }
        if (e.get().kind() != TarEntry.Kind.UNKNOWN) {
          assertThat(size).isEqualTo(e.get().size()).isLessThanOrEqualTo(LIMITS.fileBytes());
        }
      }
    }
  }
}
