package waybill.dialects.opspec.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The small parts of what is shown. */
final class TextsTest {
  @Test
  void linesAreTheSameWhereverTheirPiecesBreak() {
    byte[] whole = "a\r\nbü\n\nc".getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= whole.length; cut++) {
      var lines = new ArrayList<String>();
      var output = new OutputLines();
      output.add(
          java.util.Arrays.copyOfRange(whole, 0, cut),
          line -> lines.add(new String(line, StandardCharsets.UTF_8)));
      output.add(
          java.util.Arrays.copyOfRange(whole, cut, whole.length),
          line -> lines.add(new String(line, StandardCharsets.UTF_8)));
      output.finish(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
      assertThat(lines).containsExactly("a", "bü", "", "c");
    }
  }

  @Test
  void aLineWithoutEndComesInParts() {
    var sizes = new ArrayList<Integer>();
    var output = new OutputLines();
    output.add(new byte[100_000], line -> sizes.add(line.length));
    output.add(new byte[] {(byte) 0xff}, line -> sizes.add(line.length));
    output.finish(line -> sizes.add(line.length));
    assertThat(sizes).allMatch(size -> size <= OutputLines.LONGEST + 8);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100_001);
  }

  @Test
  void aTerminalGetsColoursAndTabsAndNothingElseToObey() {
    assertThat(shown("\u001b[31mred\u001b[0m\tx", true))
        .isEqualTo("\u001b[31mred\u001b[0m\tx\u001b[0m");
    assertThat(shown("\u001b[31mred", false)).isEqualTo("red");
    assertThat(shown("\u001b[2Jgone\u001b]0;title\u0007", true)).isEqualTo("␛[2Jgone␛]0;title␇");
    assertThat(shown("10 %\r20 %\r30 %", true)).isEqualTo("30 %");
    assertThat(shown("\u001b[31", true)).isEqualTo("␛[31");
    assertThat(shown("", true)).isEmpty();
  }

  private static String shown(String line, boolean colours) {
    return TerminalText.of(line.getBytes(StandardCharsets.UTF_8), colours);
  }

  @Test
  void pathsAreShownFromWhereOneIs() {
    var paths = new ShownPaths(Path.of("/home/ann/project"), Optional.of(Path.of("/home/ann")));
    assertThat(paths.of("/home/ann/project/.opspec/ci")).isEqualTo("./.opspec/ci");
    assertThat(paths.of("/home/ann/project")).isEqualTo(".");
    assertThat(paths.of("/home/ann/other")).isEqualTo("~/other");
    assertThat(paths.of("/srv/ops")).isEqualTo("/srv/ops");
    assertThat(paths.of("github.com/x")).isEqualTo("github.com/x");
    assertThat(paths.of("")).isEmpty();
    assertThat(paths.place("/home/ann/project/op.yml:3:7")).isEqualTo("./op.yml:3:7");
    assertThat(paths.place("/srv/op.yml")).isEqualTo("/srv/op.yml");
  }

  @Test
  void theNextPathAboveIsTheLoopOfAnIterationElseTheParent() {
    assertThat(CallPath.above("a/b[3]/container")).isEqualTo("a/b[3]");
    assertThat(CallPath.above("a/b[3]")).isEqualTo("a/b");
    assertThat(CallPath.above("a/b")).isEqualTo("a");
    assertThat(CallPath.above("a")).isEmpty();
    assertThat(CallPath.above("[2]")).isEmpty();
  }

  @Test
  void commandsAreQuotedForAShell() {
    assertThat(Words.command(List.of("sh", "-ce", "echo 'a' $x", "")))
        .isEqualTo("sh -ce 'echo '\\''a'\\'' $x' ''");
    assertThat(Words.command(List.of("x".repeat(9000)))).hasSizeLessThan(2100);
  }
}
