package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What lies in a case's project folder beside busybox, by the case's id: the files do not say it in
 * a form we can read.
 */
final class Fixtures {

  private interface Fixture {
    void lay(Path folder, Path crasher) throws IOException;
  }

  private static final Fixture CRASHER =
      (folder, crasher) -> Files.copy(crasher, folder.resolve("crasher"));

  private static final Map<String, Fixture> BY_CASE =
      Map.ofEntries(
          entry("run-signal-stream", CRASHER),
          entry("run-signal-one", CRASHER),
          entry("run-paths-strip", files(Map.of("a/foo.bin", "", "a/bar.bin", ""))),
          entry("run-paths-strip-miss", files(Map.of("a/foo.bin", ""))),
          entry("run-paths-prepend", files(Map.of("foo2.bin", ""))),
          entry("run-paths-directory", files(Map.of("a/foo.bin", ""))),
          entry("run-glob", files(Map.of("foo.txt", "", "bar.bin", ""))),
          entry("run-glob-crosses-slash", files(Map.of("d/a.txt", ""))),
          entry(
              "run-follow-symlinks",
              (folder, crasher) -> {
                Files.writeString(folder.resolve("t"), "hi\n");
                Files.createSymbolicLink(folder.resolve("s"), Path.of("t"));
              }),
          entry("run-layer-order", files(Map.of("1/f", "one\n", "2/f", "two\n"))),
          entry("run-bind-write", files(Map.of("output", ""))),
          entry("run-bind-read-only", files(Map.of("output", "hello\n"))),
          entry(
              "run-tar",
              (folder, crasher) ->
                  Files.write(folder.resolve("test.tar"), tar("foo.bin", "hello world"))));

  private Fixtures() {}

  static void lay(Case of, Path folder, Path busybox, Path crasher) throws IOException {
    Files.copy(busybox, folder.resolve("busybox"));
    Fixture fixture = BY_CASE.get(of.id());
    assertThat(fixture != null || !of.setup())
        .describedAs("%s needs more; lay it here", of.id())
        .isTrue();
    if (fixture != null) {
      fixture.lay(folder, crasher);
    }
  }

  private static Fixture files(Map<String, String> contents) {
    return (folder, crasher) -> {
      for (Map.Entry<String, String> entry : contents.entrySet()) {
        Path file = folder.resolve(entry.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, entry.getValue());
      }
    };
  }

  /**
   * An archive of one file with mode 0555: a header block with octal numbers and their sum, the
   * content, two empty blocks.
   */
  private static byte[] tar(String name, String content) {
    final int block = 512;
    byte[] archive = new byte[4 * block];
    put(archive, 0, name);
    put(archive, 100, "0000555\0" + "0000000\0" + "0000000\0");
    put(archive, 124, octal(content.length()) + " " + octal(0) + " " + "        " + "0");
    put(archive, 257, "ustar\0" + "00");
    int sum = 0;
    for (int i = 0; i < block; i++) {
      sum += archive[i] & 0xff;
    }
    put(archive, 148, octal(sum).substring(5) + "\0 ");
    put(archive, block, content);
    return archive;
  }

  private static String octal(int number) {
    String digits = Integer.toOctalString(number);
    return "0".repeat(11 - digits.length()) + digits;
  }

  private static void put(byte[] archive, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, archive, offset, bytes.length);
  }
}
