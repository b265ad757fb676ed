package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/** What becomes of entries on the disk. */
class TreeWriterTest {
  private static final TreeSettings SETTINGS =
      new TreeSettings(TestBed.BINARIES.resolve("waybill-launcher"), TestBed.subordinateIds());
  private static final long TIME = 1_234_567_890;
  private static final int NANOS = 123_456_789;

  private final Path parent = Layers.temporaryFolder();
  private final Path tree = parent.resolve("tree");

  @AfterEach
  void everythingCanBeRemoved() {
    TreeWriter.remove(SETTINGS, tree, removedAs);
    assertThat(tree).doesNotExist();
  }

  private Ids removedAs = Ids.SINGLE;

  private interface Filling {
    void into(TreeWriter writer);
  }

  /** Whatever is written: who counted while writing has counted what is there. */
  private TreeContents write(Ids ids, Filling filling) {
    removedAs = ids;
    TreeContents counted;
    try (TreeWriter writer = TreeWriter.start(SETTINGS, tree, ids)) {
      plain(writer);
      filling.into(writer);
      counted = writer.finish();
    }
    assertThat(TreeWriter.measure(SETTINGS, tree, ids)).isEqualTo(counted);
    return counted;
  }

  private TreeContents write(Filling filling) {
    return write(Ids.SINGLE, filling);
  }

  private Failure failure(Filling filling) {
    return catchThrowableOfType(FailureException.class, () -> write(filling)).failure();
  }

  private static TreeWriter plain(TreeWriter writer) {
    return writer.attributes(0, 0, 0755, TIME, NANOS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void file(TreeWriter writer, String path, String content) {
    byte[] data = bytes(content);
    writer.file(bytes(path), data.length);
    writer.data(data, 0, data.length);
  }

  private Object attribute(String path, String name) {
    try {
      return Files.getAttribute(tree.resolve(path), "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String mode(String path) {
    return Integer.toOctalString((int) attribute(path, "mode"));
  }

  private String link(String path) throws IOException {
    return Files.readSymbolicLink(tree.resolve(path)).toString();
  }

  private String opaque(String path) throws IOException {
    var view = Files.getFileAttributeView(tree.resolve(path), UserDefinedFileAttributeView.class);
    return view.list().contains("overlay.opaque") ? "opaque" : "";
  }

  private void assertTime(String path) throws IOException {
    assertThat(Files.getLastModifiedTime(tree.resolve(path), LinkOption.NOFOLLOW_LINKS).toInstant())
        .hasToString("2009-02-13T23:31:30.123456789Z");
  }

  @Test
  void everyKindOfEntryHasItsModeAndTime() throws IOException {
    write(
        writer -> {
          writer.folder(bytes("d"));
          writer.attributes(0, 0, 01777, TIME, NANOS).folder(bytes("d/sticky"));
          writer.attributes(0, 0, 0, TIME, NANOS);
          file(writer, "d/f", "hello");
          writer.symbolicLink(bytes("d/l"), bytes("../nowhere"));
          writer.hardLink(bytes("d/h"), bytes("d/f"));
          writer.attributes(0, 0, 0640, TIME, NANOS).fifo(bytes("d/p"));
          writer.whiteout(bytes("d/w"));
          plain(writer).folder(bytes(""));
        });
    assertThat(mode("d")).isEqualTo("40755");
    assertThat(mode("d/sticky")).isEqualTo("41777");
    assertThat(mode("d/f")).isEqualTo("100000");
    assertThat(mode("d/p")).isEqualTo("10640");
    assertThat(mode("d/w")).isEqualTo("20000");
    assertThat(attribute("d/w", "rdev")).isEqualTo(0L);
    assertThat(attribute("d/h", "ino")).isEqualTo(attribute("d/f", "ino"));
    assertThat(link("d/l")).isEqualTo("../nowhere");
    for (String path : List.of("", "d", "d/sticky", "d/f", "d/l", "d/p")) {
      assertTime(path);
    }
    assertThat(attribute("d/f", "uid")).isEqualTo(Capabilities.id("uid"));
  }

  @Test
  void contentOfAnySizeArrives() throws IOException {
    var random = new Random(1);
    var contents = new ArrayList<byte[]>();
    for (int size : new int[] {0, 1, 4095, 65536, 131072, 300_000, 3_000_000, 7, 5_000_001}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      contents.add(content);
    }
    write(
        writer -> {
          for (int i = 0; i < contents.size(); i++) {
            byte[] content = contents.get(i);
            writer.file(bytes("f" + i), content.length);
            for (int at = 0; at < content.length; ) {
              int length = Math.min(content.length - at, 1 + random.nextInt(400_000));
              writer.data(content, at, length);
              at += length;
            }
          }
        });
    for (int i = 0; i < contents.size(); i++) {
      assertThat(tree.resolve("f" + i)).hasBinaryContent(contents.get(i));
    }
  }

  @Test
  void missingParentsAreMade() {
    write(writer -> file(writer, "a/b/c", "x"));
    assertThat(tree.resolve("a/b/c")).hasContent("x");
    assertThat(mode("a")).isEqualTo("40755");
    assertThat(mode("")).isEqualTo("40755");
  }

  @Test
  void linksAreFollowedInsideAndNeverOut() throws IOException {
    Path outside = Files.createDirectory(parent.resolve("outside"));
    write(
        writer -> {
          writer.folder(bytes("usr/lib"));
          writer.symbolicLink(bytes("lib"), bytes("usr/lib"));
          writer.symbolicLink(bytes("abs"), bytes("/usr"));
          writer.symbolicLink(bytes("up"), bytes("../../../usr"));
          file(writer, "lib/one", "1");
          file(writer, "abs/two", "2");
          file(writer, "up/three", "3");
          writer.symbolicLink(bytes("usr/last"), bytes(outside + "/file"));
          file(writer, "usr/last", "4");
        });
    assertThat(tree.resolve("usr/lib/one")).hasContent("1");
    assertThat(tree.resolve("usr/two")).hasContent("2");
    assertThat(tree.resolve("usr/three")).hasContent("3");
    assertThat(tree.resolve("usr/last")).isRegularFile().hasContent("4");
    assertThat(outside).isEmptyDirectory();
    Files.delete(outside);
  }

  @Test
  void foldersAreMadeWhereLinksLead() throws IOException {
    write(
        writer -> {
          writer.symbolicLink(bytes("lib"), bytes("usr/lib"));
          file(writer, "lib/a/one", "1");
          writer.symbolicLink(bytes("deep/out"), bytes("../../../../etc/./there"));
          file(writer, "deep/out/two", "2");
          writer.symbolicLink(bytes("first"), bytes("second"));
          writer.symbolicLink(bytes("second"), bytes("/third"));
          writer.opaque(bytes("first/three"));
        });
    assertThat(link("lib")).isEqualTo("usr/lib");
    assertThat(tree.resolve("usr/lib/a/one")).hasContent("1");
    assertThat(tree.resolve("etc/there/two")).hasContent("2");
    assertThat(opaque("third/three")).isEqualTo("opaque");
  }

  @Test
  void nothingGoesOutOfTheTree() throws IOException {
    Path outside = Files.createDirectory(parent.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    assertThat(
            failure(
                    writer -> {
                      writer.symbolicLink(bytes("out"), bytes(outside.toString()));
                      writer.hardLink(bytes("got"), bytes("out/secret"));
                    })
                .code())
        .isEqualTo(FailureCode.LAYER_UNBUILDABLE);
    everythingCanBeRemoved();
    write(
        writer -> {
          writer.symbolicLink(bytes("out"), bytes(outside.toString()));
          file(writer, "out/new", "x");
          writer.symbolicLink(bytes("up"), bytes("../outside"));
          file(writer, "up/secret", "x");
        });
    assertThat(tree.resolve(outside.toString().substring(1)).resolve("new")).hasContent("x");
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(outside.resolve("secret")).hasContent("s");
    for (String path : List.of("../x", "a/../x", "/x", "a//b", "./a", "a/", "a".repeat(256))) {
      everythingCanBeRemoved();
      assertThat(failure(writer -> file(writer, path, "")).message()).contains("Protocol error");
    }
    Layers.delete(outside);
  }

  @Test
  void laterEntriesReplaceEarlierOnes() throws IOException {
    write(
        writer -> {
          file(writer, "tree/a/b/c", "");
          file(writer, "tree/a/d", "");
          file(writer, "tree", "a file now");
          file(writer, "f", "1");
          file(writer, "f", "2");
          writer.symbolicLink(bytes("f2"), bytes("x"));
          writer.folder(bytes("f2"));
          writer.folder(bytes("kept"));
          file(writer, "kept/file", "kept");
          writer.attributes(0, 0, 0700, TIME, 0).folder(bytes("kept"));
          file(writer, "h", "h");
          writer.hardLink(bytes("f"), bytes("h"));
          writer.hardLink(bytes("h"), bytes("h"));
          writer.symbolicLink(bytes("tree"), bytes("kept"));
        });
    assertThat(tree.resolve("f")).hasContent("h");
    assertThat(mode("f2")).isEqualTo("40755");
    assertThat(mode("kept")).isEqualTo("40700");
    assertThat(tree.resolve("kept/file")).hasContent("kept");
    assertThat(link("tree")).isEqualTo("kept");
  }

  @Test
  void aFolderThatAnotherThingReplacedGivesItsModeToNobody() {
    write(
        writer -> {
          writer.attributes(0, 0, 0111, TIME, NANOS).folder(bytes("a/x"));
          plain(writer).folder(bytes("b/x"));
          writer.symbolicLink(bytes("a"), bytes("b"));
        });
    assertThat(mode("b/x")).isEqualTo("40755");
  }

  @Test
  void marksOfWhatIsGoneAreForLowerLayersOnly() throws IOException {
    write(
        writer -> {
          file(writer, "stays", "x");
          writer.whiteout(bytes("stays"));
          writer.folder(bytes("one"));
          writer.whiteout(bytes("one"));
          writer.whiteout(bytes("two"));
          file(writer, "two/file", "x");
          writer.whiteout(bytes("three"));
          writer.folder(bytes("three"));
          writer.whiteout(bytes("four"));
          file(writer, "four", "x");
          writer.opaque(bytes("five"));
        });
    assertThat(tree.resolve("stays")).hasContent("x");
    assertThat(tree.resolve("four")).hasContent("x");
    for (String path : List.of("one", "two", "three", "five")) {
      assertThat(opaque(path)).as(path).isEqualTo("opaque");
    }
  }

  @Test
  void filesCountOnceAndOnlyWhatStays() {
    TreeContents contents =
        write(
            writer -> {
              file(writer, "a/b/one", "123");
              writer.hardLink(bytes("a/b/same"), bytes("a/b/one"));
              writer.hardLink(bytes("kept"), bytes("a/b/one"));
              file(writer, "a/b/two", "12345");
              writer.hardLink(bytes("a/b/also"), bytes("a/b/two"));
              writer.symbolicLink(bytes("a/link"), bytes("12345"));
              writer.whiteout(bytes("gone"));
              writer.fifo(bytes("fifo"));
              writer.opaque(bytes("o"));
              file(writer, "a/b", "1234567");
              file(writer, "a/b", "12");
              writer.folder(bytes(""));
            });
    // a, a/b, a/link, kept, gone, fifo, o; the bytes of `kept` and of `a/b`.
    assertThat(contents).isEqualTo(new TreeContents(7, 5));
  }

  @Test
  void manyNamesOfManyFilesCount() {
    TreeContents contents =
        write(
            writer -> {
              for (int i = 0; i < 2000; i++) {
                file(writer, "d" + i % 50 + "/f" + i, "xy");
                writer.hardLink(bytes("e/" + i), bytes("d" + i % 50 + "/f" + i));
              }
            });
    assertThat(contents).isEqualTo(new TreeContents(4051, 4000));
  }

  @Test
  void deepTreesAndLargeFoldersAreMeasured() {
    TreeContents contents =
        write(
            writer -> {
              file(writer, "a/".repeat(1500) + "f", "deep");
              for (int i = 0; i < 300; i++) {
                file(writer, "b/" + "n".repeat(200) + i + "/f", "x");
                file(writer, "b/" + "n".repeat(200) + i + "f", "x");
              }
            });
    assertThat(contents).isEqualTo(new TreeContents(1501 + 1 + 900, 604));
  }

  @Test
  void whatIsNotThereHoldsNothing() {
    assertThat(TreeWriter.measure(SETTINGS, tree, Ids.SINGLE)).isEqualTo(new TreeContents(0, 0));
  }

  @Test
  void whatIsMissingOrCutIsMeasured() throws IOException {
    TreeContents before =
        write(
            writer -> {
              file(writer, "closed/f", "12345");
              file(writer, "closed/g", "12345");
              writer.attributes(0, 0, 0, TIME, NANOS).folder(bytes("closed"));
            });
    Files.setAttribute(tree.resolve("closed"), "unix:mode", 0700);
    Files.writeString(tree.resolve("closed/f"), "1234");
    Files.setAttribute(tree.resolve("closed"), "unix:mode", 0);
    assertThat(before).isEqualTo(new TreeContents(3, 10));
    assertThat(TreeWriter.measure(SETTINGS, tree, Ids.SINGLE)).isEqualTo(new TreeContents(3, 9));
  }

  @Test
  void foldersThatTheirOwnerCannotReadAreMeasuredInARange() {
    TestBed.needRange();
    TreeContents contents =
        write(
            Ids.RANGE,
            writer -> {
              writer.attributes(1000, 1000, 0, TIME, NANOS).folder(bytes("d"));
              file(writer, "d/e/f", "12345");
              writer.attributes(2000, 1000, 0, TIME, NANOS).folder(bytes("d/e"));
            });
    assertThat(contents).isEqualTo(new TreeContents(3, 5));
  }

  @Test
  void holesTakeNoRoom() throws IOException {
    byte[] piece = new byte[200_000];
    new Random(2).nextBytes(piece);
    TreeContents contents =
        write(
            writer -> {
              writer.sparseFile(bytes("f"), 50_000_000);
              writer.hole(10_000_000);
              writer.data(piece, 0, 100_000);
              writer.data(piece, 100_000, 100_000);
              writer.hole(30_000_000);
              writer.data(piece, 0, 10);
              writer.hole(5_000_000);
              writer.hole(4_799_990);
              writer.sparseFile(bytes("empty"), 0);
              writer.sparseFile(bytes("g"), 300_000);
              writer.data(piece, 0, 200_000);
              writer.hole(1);
              writer.data(piece, 0, 99_999);
              file(writer, "after", "x");
            });
    assertThat(contents).isEqualTo(new TreeContents(4, 50_300_001));
    byte[] whole = new byte[50_000_000];
    System.arraycopy(piece, 0, whole, 10_000_000, 200_000);
    System.arraycopy(piece, 0, whole, 40_200_000, 10);
    assertThat(tree.resolve("f")).hasBinaryContent(whole);
    assertThat(tree.resolve("empty")).isEmptyFile();
    assertThat(tree.resolve("after")).hasContent("x");
    assertThat(Files.readAllBytes(tree.resolve("g"))).hasSize(300_000).endsWith(piece[99_998]);
    assertTime("f");
    assertThat(onDisk("f")).isLessThan(2_000_000);
  }

  private long onDisk(String path) throws IOException {
    Process du =
        new ProcessBuilder("du", "-B1", tree.resolve(path).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return Long.parseLong(du.inputReader().readLine().split("\t", -1)[0]);
  }

  /** As no writer of ours would: what the process itself makes of such pieces. */
  private String refusal(long size, long... pieces) {
    return failure(
            writer -> {
              writer.sparseFile(bytes("f"), size);
              writer.pieces(pieces);
            })
        .message();
  }

  @Test
  void piecesThatMakeNoSenseAreRefused() {
    long[][] odd = {{11, 0}, {0, 11}, {5, 6}, {0, 0}, {1L << 63, 1L << 63}, {-1, 1}, {5, -5}};
    for (long[] pieces : odd) {
      assertThat(refusal(10, pieces)).contains("understand `f`", "Protocol error");
      everythingCanBeRemoved();
    }
  }

  @Test
  void aConflictIsNamed() {
    Failure failure =
        failure(
            writer -> {
              file(writer, "a", "x");
              file(writer, "a/b", "x");
            });
    assertThat(failure.code()).isEqualTo(FailureCode.LAYER_UNBUILDABLE);
    assertThat(failure.message()).contains("`a/b`", "Not a directory");
  }

  @Test
  void aCircleOfLinksIsNamed() {
    Failure failure =
        failure(
            writer -> {
              writer.symbolicLink(bytes("a"), bytes("b"));
              writer.symbolicLink(bytes("b"), bytes("a"));
              file(writer, "a/x", "");
            });
    assertThat(failure.message()).contains("Too many levels of symbolic links");
  }

  @Test
  void aFolderThatIsThereIsNotTouched() throws IOException {
    Files.createDirectory(tree);
    Files.writeString(tree.resolve("mine"), "x");
    assertThat(failure(writer -> file(writer, "f", "x")).message()).contains("File exists");
    assertThat(tree.resolve("f")).doesNotExist();
  }

  @Test
  void withoutItsEndNothingIsSaidAndNobodyWritesAnyMore() {
    Process process;
    try (TreeWriter writer = TreeWriter.start(SETTINGS, tree, Ids.SINGLE)) {
      file(plain(writer), "f", "x");
      process = writer.process();
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aSingleIdHasNoSetIdBitsAndNoAttributes() throws IOException {
    write(
        writer -> {
          writer.attributes(7, 8, 06755, TIME, NANOS).extended("user.a", bytes("b"));
          file(writer, "f", "x");
        });
    assertThat(mode("f")).isEqualTo("100755");
    assertThat(attribute("f", "uid")).isEqualTo(Capabilities.id("uid"));
    assertThat(
            Files.getFileAttributeView(tree.resolve("f"), UserDefinedFileAttributeView.class)
                .list())
        .isEmpty();
  }

  private static void fillRange(TreeWriter writer) {
    byte[] capability = new byte[20];
    capability[0] = 1;
    capability[3] = 2;
    capability[5] = 0x20;
    writer.attributes(1000, 1001, 06755, TIME, NANOS).extended("user.a", bytes("b"));
    writer
        .extended("user.overlay.opaque", bytes("y"))
        .extended("trusted.overlay.opaque", bytes("y"))
        .extended("security.capability", capability);
    file(writer, "f", "x");
    writer.attributes(33, 34, 02755, TIME, NANOS).extended("user.c", bytes("d"));
    writer.folder(bytes("d"));
    writer.attributes(65534, 65535, 0644, TIME, NANOS).symbolicLink(bytes("d/l"), bytes("f"));
    file(writer, "d/inner", "x");
  }

  @Test
  void aRangeKeepsOwnersSetIdBitsAndAttributes() throws IOException {
    TestBed.needRange();
    write(Ids.RANGE, TreeWriterTest::fillRange);
    int first = TestBed.subordinateIds().map(SubordinateIds::firstUser).orElse(1);
    assertThat(attribute("f", "uid")).isEqualTo(first + 999);
    assertThat(attribute("f", "gid")).isEqualTo(first + 1000);
    assertThat(mode("f")).isEqualTo("106755");
    assertThat(attribute("d", "uid")).isEqualTo(first + 32);
    assertThat(mode("d")).isEqualTo("42755");
    assertThat(attribute("d/l", "uid")).isEqualTo(first + 65533);
    assertThat(attribute("d/l", "gid")).isEqualTo(first + 65534);
    assertTime("d/l");
    assertTime("d");
    assertThat(mode("d/inner")).isEqualTo("100644");
    assertThat(
            Files.getFileAttributeView(tree.resolve("f"), UserDefinedFileAttributeView.class)
                .list())
        .containsExactly("a");
  }

  @Test
  void anOwnerThatNoTaskHasIsRefused() {
    TestBed.needRange();
    Failure failure =
        catchThrowableOfType(
                FailureException.class,
                () ->
                    write(
                        Ids.RANGE,
                        writer -> {
                          writer.attributes(65536, 0, 0644, TIME, 0);
                          file(writer, "d/f", "x");
                        }))
            .failure();
    assertThat(failure.message())
        .startsWith("cannot set the owner of `d/f`")
        .contains("Value too large");
  }

  @Test
  void aRangeWithoutSubordinateIdsIsRefusedWithTheReason() {
    Capabilities.needOrdinaryUser();
    var none = new TreeSettings(SETTINGS.program(), Optional.of(new SubordinateIds(5, 5)));
    Failure failure =
        catchThrowableOfType(
                FailureException.class,
                () -> {
                  try (TreeWriter writer = TreeWriter.start(none, tree, Ids.RANGE)) {
                    writer.finish();
                  }
                })
            .failure();
    assertThat(failure.message()).contains("files of several owners cannot be made");
    assertThat(failure.help()).isPresent();
  }

  @Test
  void aDeepTreeAndOneThatForbidsItAreRemoved() {
    write(
        writer -> {
          var path = new StringBuilder("d");
          for (int i = 0; i < 2000; i++) {
            path.append("/d");
          }
          file(writer, path.toString(), "x");
          file(writer, "locked/f", "x");
          writer.attributes(0, 0, 0, TIME, 0).folder(bytes("locked"));
          writer.attributes(0, 0, 0500, TIME, 0).folder(bytes("locked/below"));
          for (int i = 0; i < 300; i++) {
            file(writer, "wide/" + i + "/file", "");
          }
        });
    TreeWriter.remove(SETTINGS, tree, Ids.SINGLE);
    assertThat(tree).doesNotExist();
    TreeWriter.remove(SETTINGS, tree, Ids.SINGLE);
  }
}
