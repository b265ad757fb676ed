package waybill.images.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.images.archive.TarBytes.Header;
import waybill.testing.Needs;

/** Files with holes, as GNU tar writes them in four ways, and as nobody should. */
@Timeout(60)
class SparseFilesTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1 << 24, 1 << 23, 50, 1 << 16, 8);

  @TempDir private Path folder;

  /** What was read of a sparse file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Read(TarEntry entry, byte[] content, long holes) {}

  private static List<Read> read(byte[] archive) throws IOException {
    List<Read> all = new ArrayList<>();
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), LIMITS);
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      all.add(content(next.get(), reader));
    }
    return all;
  }

  private static Read content(TarEntry entry, TarReader reader) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    long holes = 0;
    for (int count = 0; count >= 0; ) {
      long hole = reader.skipHole();
      holes += hole;
      content.writeBytes(new byte[(int) hole]);
      count = reader.read(buffer, 0, buffer.length);
      content.write(buffer, 0, Math.max(0, count));
    }
    return new Read(entry, content.toByteArray(), holes);
  }

  private void refuses(byte[] archive, String reason) {
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(reason);
  }

  /** A file with a piece of so many bytes at each place, and of that size in the end. */
  private Path sparse(String name, long size, long... places) throws IOException {
    Path file = folder.resolve(name);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      byte[] piece = new byte[700];
      Arrays.fill(piece, (byte) 'x');
      for (long place : places) {
        channel.write(ByteBuffer.wrap(piece), place);
      }
      if (channel.size() < size) {
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      }
    }
    return file;
  }

  private byte[] tar(String... options) throws IOException, InterruptedException {
    Path archive = folder.resolve("archive.tar");
    List<String> command = new ArrayList<>(List.of(Needs.program("tar").toString()));
    command.addAll(List.of("--sparse", "--hole-detection=raw", "-cf", archive.toString()));
    command.addAll(List.of("-C", folder.toString()));
    command.addAll(List.of(options));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return Files.readAllBytes(archive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void whatTarWritesIsReadWithItsHoles(String format) throws Exception {
    long[] many =
        new long[120]; // blocks of GNU's map hold 4 and 21, lines of the last one 512 bytes
    for (int i = 0; i < many.length; i++) {
      many[i] = 10_000L * i;
    }
    String longName = "n".repeat(120);
    Path first = sparse("first", 3_000_000, 1_000_000);
    Path begins = sparse(longName, 50_000, 0);
    Path often = sparse("often", 2_000_000, many);
    sparse("hole", 100_000);
    Files.writeString(folder.resolve("plain"), "plain");
    List<String> options = new ArrayList<>(List.of(format.split(" ")));
    options.addAll(List.of("first", longName, "often", "hole", "plain"));

    List<Read> all = read(tar(options.toArray(String[]::new)));

    assertThat(all)
        .extracting(r -> new String(r.entry().path(), StandardCharsets.UTF_8))
        .containsExactly("first", longName, "often", "hole", "plain");
    assertThat(all)
        .extracting(r -> r.entry().kind() + " " + r.entry().size())
        .containsExactly(
            "SPARSE_FILE 3000000",
            "SPARSE_FILE 50000",
            "SPARSE_FILE 2000000",
            "SPARSE_FILE 100000",
            "FILE 5");
    assertThat(all.get(0).content()).isEqualTo(Files.readAllBytes(first));
    assertThat(all.get(0).holes()).isGreaterThan(2_990_000);
    assertThat(all.get(1).content()).isEqualTo(Files.readAllBytes(begins));
    assertThat(all.get(2).content()).isEqualTo(Files.readAllBytes(often));
    assertThat(all.get(2).holes()).isGreaterThan(1_700_000);
    assertThat(all.get(3).content()).isEqualTo(new byte[100_000]);
    assertThat(all.get(4).content()).asString().isEqualTo("plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=gnu", "--format=posix"})
  void aFileThatIsOneHoleHasNoContent(String format) throws Exception {
    Path file = folder.resolve("f");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(channel.size()).isZero();
    }
    assertThat(new ProcessBuilder("truncate", "-s", "1M", file.toString()).start().waitFor())
        .isZero();

    List<Read> all = read(tar(format, "f"));

    assertThat(all.getFirst().holes()).isEqualTo(1 << 20);
    assertThat(all.getFirst().content()).hasSize(1 << 20);
  }

  @Test
  void contentThatNobodyReadsIsPassedOver() throws Exception {
    sparse("first", 1_000_000, 300_000);
    Files.writeString(folder.resolve("plain"), "plain");
    for (String format : List.of("--format=gnu", "--format=posix")) {
      TarReader reader =
          new TarReader(new ByteArrayInputStream(tar(format, "first", "plain")), LIMITS);
      reader.next();
      assertThat(reader.next().orElseThrow().path()).asString().isEqualTo("plain");
      assertThat(reader.next()).isEmpty();
    }
  }

  private static final byte[] HUNDRED = new byte[100];

  /** An archive in GNU's own format; the pieces as start, length, start, length. */
  private static byte[] gnu(String size, String... pieces) {
    Header header = new Header('S', "f").size(100).text(257, "ustar  \0").text(483, size);
    for (int i = 0; i < pieces.length; i++) {
      header.text(386 + 12 * i, pieces[i]);
    }
    return new TarBytes().add(header, HUNDRED).whole();
  }

  private static String octal(long number) {
    return String.format("%011o", number);
  }

  @Test
  void mapsThatCannotBeAreRefused() throws IOException {
    String zero = octal(0);
    String fifty = octal(50);
    String hundred = octal(100);
    assertThat(read(gnu(octal(1000), zero, fifty, hundred, fifty)).getFirst().holes())
        .isEqualTo(900);
    refuses(gnu(octal(1000), zero, fifty, octal(49), fifty), "overlap");
    refuses(gnu(octal(1000), hundred, fifty, zero, fifty), "out of order");
    refuses(gnu(octal(149), zero, fifty, hundred, fifty), "beyond its end");
    refuses(gnu(octal(1000), zero, octal(99)), "has 100 bytes of it, its map says 99");
    refuses(gnu(octal(1000), zero, octal(101)), "has 100 bytes of it, its map says 101");
    refuses(gnu(octal(1000)), "its map says 0");
    // The largest number in twelve octal digits, and 2^63 and -1 in binary.
    refuses(gnu(octal(0777_7777_7777L), zero, hundred), "larger than 8388608 bytes");
    String most = "\200\0\0\0\200" + "\0".repeat(7);
    refuses(gnu(most, zero, hundred), "too large");
    refuses(gnu(octal(1000), most, hundred), "too large");
    String negative = "\377".repeat(12);
    refuses(gnu(negative, zero, hundred), "negative");
    refuses(gnu(octal(1000), negative, hundred), "out of order");
    refuses(gnu(octal(1000), zero, negative), "out of order");
    refuses(gnu("\200\0\0\0\177" + "\377".repeat(7), zero, hundred), "larger than");
  }

  @Test
  void mapsInBlocksMustComeToAnEnd() {
    Header more = new Header('S', "f").text(257, "ustar  \0").text(483, octal(10)).octet(482, 1);
    refuses(new TarBytes().add(more).whole(), "goes on after its end");
    for (int i = 0; i < 4; i++) {
      more.text(386 + 24 * i, octal(0)).text(398 + 24 * i, octal(0));
    }
    refuses(new TarBytes().add(more).cut(), "ends in the middle");
    byte[] endless = new byte[512];
    for (int i = 0; i < 42; i++) {
      System.arraycopy(octal(0).getBytes(StandardCharsets.US_ASCII), 0, endless, 12 * i, 11);
    }
    endless[504] = 1;
    TarBytes archive = new TarBytes().add(more);
    for (int i = 0; i < (1 << 24) / 512; i++) {
      archive.raw(endless);
    }
    refuses(archive.cut(), "larger than 16777216 bytes");
  }

  @Test
  void sparseFilesAreOnlyThereWhereTheyCanBe() {
    refuses(new TarBytes().add(new Header('S', "a")).whole(), "where there can be none");
    refuses(
        new TarBytes().pax('x', "GNU.sparse.size", "9").link('2', "a", "b").whole(),
        "where there can be none");
    refuses(new TarBytes().pax('g', "GNU.sparse.size", "9").file("a", "").whole(), "for all files");
    refuses(
        new TarBytes().pax('x', "GNU.sparse.major", "2").file("a", "").whole(),
        "its size is negative");
    refuses(
        new TarBytes()
            .pax('x', "GNU.sparse.major", "2", "GNU.sparse.realsize", "1")
            .file("a", "")
            .whole(),
        "unknown kind");
  }

  private static byte[] pax(String... records) {
    return new TarBytes().pax('x', records).add(new Header('0', "f").size(100), HUNDRED).whole();
  }

  @Test
  void mapsOfExtendedHeadersThatCannotBeAreRefused() throws IOException {
    String map = "GNU.sparse.map";
    String size = "GNU.sparse.size";
    assertThat(read(pax(size, "200", map, "0,50,150,50")).getFirst().holes()).isEqualTo(100);
    refuses(pax(size, "200", map, "0,50,40,50"), "overlap");
    refuses(pax(size, "200", map, "150,50,0,50"), "out of order");
    refuses(pax(size, "199", map, "0,50,150,50"), "beyond its end");
    refuses(pax(size, "200", map, "0,50,150"), "no length");
    for (String odd : List.of("0,x", "0,", ",0", "0,-1", "0,9223372036854775808")) {
      refuses(pax(size, "200", map, odd), "no list of numbers");
    }
    refuses(pax(size, "9223372036854775808", map, "0,100"), "no number");
    refuses(pax(size, "999999999999999999", map, "0,100"), "larger than");
    refuses(pax(size, "200", map, "999999999999999999,100"), "beyond its end");
    refuses(pax(size, "200", map, "0,100", "GNU.sparse.numblocks", "2"), "1 pieces, not 2");
    refuses(pax(map, "0,100"), "negative");
    refuses(pax(size, "200"), "unknown kind");
    refuses(pax(size, "200", "GNU.sparse.numbytes", "1"), "makes no sense");
    refuses(pax(size, "200", "GNU.sparse.offset", "1", "GNU.sparse.offset", "1"), "makes no sense");
    refuses(pax(size, "200", "GNU.sparse.offset", "1"), "no length");
  }

  private static byte[] lines(String lines) {
    byte[] content = Arrays.copyOf(lines.getBytes(StandardCharsets.US_ASCII), 1024);
    return new TarBytes()
        .pax('x', "GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "2000")
        .add(new Header('0', "f").size(1024), content)
        .whole();
  }

  @Test
  void mapsBeforeTheContentThatCannotBeAreRefused() throws IOException {
    assertThat(read(lines("1\n5\n512\n")).getFirst().holes()).isEqualTo(1488);
    refuses(lines("2\n5\n500\n505\n11\n"), "its map says 511");
    refuses(lines("2\n5\n500\n504\n12\n"), "overlap");
    refuses(lines("1\n1500\n512\n"), "beyond its end");
    refuses(lines("1048577\n"), "more than 1048576 pieces");
    refuses(lines("9223372036854775808\n"), "no list of numbers");
    refuses(lines("1\n\n"), "no list of numbers");
    refuses(lines("1\n-5\n"), "no list of numbers");
    refuses(lines("300\n" + "1\n0\n".repeat(255)), "no end");
  }

  @Test
  void holesCountForTheSizeOfTheArchive() {
    TarBytes archive = new TarBytes();
    for (int i = 0; i < 3; i++) {
      archive.pax('x', "GNU.sparse.size", "8000000", "GNU.sparse.map", "0,0").file("f" + i, "");
    }
    refuses(archive.whole(), "larger than 16777216 bytes");
  }
}
