package waybill.images.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.images.archive.TarBytes.Header;

class TarReaderTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 1 << 16, 10, 8192, 5);

  private static List<TarEntry> entries(byte[] archive) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), SMALL);
    List<TarEntry> entries = new ArrayList<>();
    for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
      entries.add(e.get());
    }
    return entries;
  }

  private static List<String> lines(byte[] archive) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), SMALL);
    List<String> lines = new ArrayList<>();
    for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] buffer = new byte[7];
      for (int n = reader.read(buffer, 0, 7); n >= 0; n = reader.read(buffer, 0, 7)) {
        content.write(buffer, 0, n);
      }
      TarEntry entry = e.get();
      lines.add(entry.kind() + " " + text(entry.path()) + " " + text(entry.target()) + content);
    }
    return lines;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void refuses(byte[] archive, String reason) {
    assertThatThrownBy(() -> entries(archive))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void kindsNamesLinksAndContentsComeInTheirOrder() throws IOException {
    byte[] archive =
        new TarBytes()
            .folder("bin/")
            .file("./bin//tool", "some content")
            .file("/empty", "")
            .link('2', "s", "../any where")
            .link('1', "h", "/bin/./tool")
            .link('6', "f", "")
            .whole();

    assertThat(lines(archive))
        .containsExactly(
            "FOLDER bin ",
            "FILE bin/tool some content",
            "FILE empty ",
            "SYMBOLIC_LINK s ../any where",
            "HARD_LINK h bin/tool",
            "FIFO f ");
  }

  @Test
  void contentNobodyReadIsPassedOver() throws IOException {
    byte[] archive = new TarBytes().file("a", "x".repeat(700)).file("b", "").whole();

    assertThat(entries(archive)).extracting(e -> text(e.path())).containsExactly("a", "b");
  }

  @Test
  void longNamesOfGnuAndOfPosixReplaceTheShortOnes() throws IOException {
    String deep = "d/" + "n".repeat(200);
    byte[] longName = (deep + '\0').getBytes(StandardCharsets.US_ASCII);
    byte[] archive =
        new TarBytes()
            .add(new Header('L', "././@LongLink").size(longName.length), longName)
            .file("short", "1")
            .pax('x', "path", deep + "2", "linkpath", "t".repeat(150))
            .link('2', "short", "short")
            .file("after", "")
            .whole();

    assertThat(lines(archive))
        .containsExactly(
            "FILE " + deep + " 1", "SYMBOLIC_LINK " + deep + "2 " + "t".repeat(150), "FILE after ");
  }

  @Test
  void thePrefixCountsForPosixHeadersOnly() throws IOException {
    Header posix = new Header('0', "name").text(345, "pre");
    Header gnu = new Header('0', "name").text(257, "ustar  \0").text(345, "12345");
    Header star = new Header('0', "name").text(345, "pre").text(476, "777").text(508, "tar\0");

    assertThat(lines(new TarBytes().add(posix).add(gnu).add(star).whole()))
        .containsExactly("FILE pre/name ", "FILE name ", "FILE pre/name ");
  }

  @Test
  void ownersTimesAndBinaryAttributesAreReadExactly() throws IOException {
    byte[] archive =
        new TarBytes()
            .pax(
                'x',
                "uid",
                "4000000000",
                "gid",
                "7",
                "mtime",
                "-1.25",
                "SCHILY.xattr.security.capability",
                "\u0001\u0000\u0000\u0002\n=\u00ff",
                "LIBARCHIVE.xattr.user.a%20b",
                "AAH/")
            .add(new Header('0', "a").mode(07755))
            .add(new Header('0', "b").octet(136, 0xff).text(137, "\u00ff".repeat(11)))
            .whole();

    List<TarEntry> entries = entries(archive);
    TarEntry a = entries.getFirst();
    assertThat(a.user()).isEqualTo(4_000_000_000L);
    assertThat(a.group()).isEqualTo(7);
    assertThat(a.mode()).isEqualTo(07755);
    assertThat(a.modifiedSeconds()).isEqualTo(-2);
    assertThat(a.modifiedNanos()).isEqualTo(750_000_000);
    assertThat(a.attributes())
        .extracting(x -> x.name() + " " + text(x.value()))
        .containsExactly(
            "security.capability \u0001\u0000\u0000\u0002\n=\u00ff", "user.a b \u0000\u0001\u00ff");
    assertThat(entries.getLast().modifiedSeconds()).isEqualTo(-1);
    assertThat(entries.getLast().attributes()).isEmpty();
  }

  @Test
  void globalHeadersHoldForAllAfterThemUntilTheyAreReplaced() throws IOException {
    byte[] archive =
        new TarBytes()
            .pax('g', "uid", "5", "comment", "none")
            .file("a", "")
            .pax('x', "uid", "6")
            .file("b", "")
            .pax('g', "uid", "")
            .file("c", "")
            .whole();

    assertThat(entries(archive)).extracting(TarEntry::user).containsExactly(5L, 6L, 0L);
  }

  @Test
  void aFileLargerThanOctalDigitsCanSayIsTakenAtItsBinaryWord() throws IOException {
    byte[] content = new byte[1000];
    Header header = new Header('0', "a").text(124, "\0".repeat(12));
    header.octet(124, 0x80).octet(134, 1000 >> 8).octet(135, 1000 & 0xff);

    assertThat(entries(new TarBytes().add(header, content).file("b", "").whole()))
        .extracting(TarEntry::size)
        .containsExactly(1000L, 0L);
  }

  @Test
  void anEndWithoutZerosIsAnEndToo() throws IOException {
    assertThat(entries(new TarBytes().file("a", "").cut())).hasSize(1);
    assertThat(entries(new byte[0])).isEmpty();
  }

  @Test
  void theStreamIsReadToItsOwnEnd() throws IOException {
    byte[] archive = new TarBytes().file("a", "").raw(new byte[1024 * 20]).cut();
    ByteArrayInputStream in = new ByteArrayInputStream(archive);
    TarReader reader = new TarReader(in, SMALL);
    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isEmpty();

    assertThat(in.available()).isZero();
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "/../x", "a/../../x", "./../x"})
  void aPathThatLeadsOutIsRefused(String path) {
    refuses(new TarBytes().file(path, "").whole(), "leads out");
    refuses(new TarBytes().link('1', "a", path).whole(), "leads out");
  }

  @Test
  void aPathThatComesBackIsTakenByItsText() throws IOException {
    assertThat(lines(new TarBytes().file("a/b/../../c", "").whole())).containsExactly("FILE c ");
  }

  @Test
  void namesThatAreNoneAreRefused() {
    refuses(new TarBytes().file("", "").whole(), "without a name");
    refuses(new TarBytes().pax('x', "path", "a\0b").file("a", "").whole(), "NUL");
    refuses(new TarBytes().file("./", "x").whole(), "no folder");
    refuses(new TarBytes().link('2', "a", "").whole(), "without a target");
    refuses(new TarBytes().link('1', "a", "").whole(), "without a target");
    refuses(new TarBytes().link('1', "a", "./").whole(), "without a target");
  }

  @Test
  void limitsAreKept() {
    TarBytes many = new TarBytes();
    for (int i = 0; i < 11; i++) {
      many.file("f" + i, "");
    }
    refuses(many.whole(), "more than 10 entries");
    refuses(new TarBytes().add(new Header('0', "a").size(1 << 17)).whole(), "larger than 65536");
    refuses(new TarBytes().add(new Header('x', "a").size(8193)).whole(), "header of 8193 bytes");
    refuses(new TarBytes().file("a/b/c/d/e/f", "").whole(), "too deep");
    refuses(new TarBytes().pax('x', "path", "n".repeat(256)).file("a", "").whole(), "too long");
    refuses(new TarBytes().pax('x', "path", "n/".repeat(2048)).file("a", "").whole(), "4096");
    refuses(new TarBytes().file("a", "").raw(new byte[1 << 20]).cut(), "after decompression");
  }

  @Test
  void whatIsDamagedIsNamedWithItsPlace() {
    byte[] cut = new TarBytes().file("a", "").file("b", "x".repeat(600)).cut();

    assertThatThrownBy(() -> entries(java.util.Arrays.copyOf(cut, cut.length - 1)))
        .isInstanceOfSatisfying(
            ArchiveException.class, e -> assertThat(e.offset()).isEqualTo(cut.length - 1));
    refuses("no archive".repeat(100).getBytes(StandardCharsets.US_ASCII), "no tar archive");
    refuses(new TarBytes().raw(new byte[512]).file("a", "").whole(), "after a block of zeros");
    refuses(new TarBytes().pax('x', "path", "a").whole(), "ends after an extended header");
    refuses(new TarBytes().add(new Header('0', "a").text(124, "12x")).whole(), "no number");
    refuses(new TarBytes().pax('x', "size", "1k").file("a", "").whole(), "no number");
    refuses(new TarBytes().add(new Header('0', "a").octet(108, 0xff)).whole(), "owner");
  }

  @Test
  void whatIsUnknownIsToldAndItsContentPassedOver() throws IOException {
    byte[] archive =
        new TarBytes().add(new Header('Z', "z").size(600), new byte[600]).file("a", "").whole();

    assertThat(entries(archive))
        .extracting(e -> e.kind() + " " + (char) e.type() + " " + e.size())
        .containsExactly("UNKNOWN Z 0", "FILE 0 0");
  }
}
