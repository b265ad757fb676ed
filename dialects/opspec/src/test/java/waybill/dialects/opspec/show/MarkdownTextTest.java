package waybill.dialects.opspec.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.cli.DisplayText;

final class MarkdownTextTest {
  @Test
  void theExampleOfTheSpecificationIsReadable() {
    String text =
        """
        checkout [this op's op.yml](op.yml)
        checkout this image ![my image](/my-image.png)
        # h1
        ## h2
        ###### h6
        **bolded**
        *italicized*
        ~~striken~~
        - unordered item
          - unordered subitem
        1. ordered item
          1. ordered subitem
        | title 1 | title 2 | title 3 |
        |:-------:|:-------:|:-------:|
        | entry 1 | entry 2 | entry 3, longer |
        """;
    assertThat(lines(text))
        .containsExactly(
            "checkout this op's op.yml (/ops/x/op.yml) checkout this image my image",
            "",
            "h1",
            "",
            "h2",
            "",
            "h6",
            "",
            "bolded italicized (struck out: striken)",
            "",
            "• unordered item",
            "  • unordered subitem",
            "",
            "1. ordered item",
            "2. ordered subitem",
            "",
            "title 1  title 2      title 3",
            "───────  ───────  ───────────────",
            "entry 1  entry 2  entry 3, longer");
  }

  @Test
  void linksLeadFromTheRootOfTheOpAndAddressesStay() {
    assertThat(lines("[a](/b/c.md) [d](../e) <https://x.test/> [f](#g) [h](mailto:i@j.test)"))
        .containsExactly("a (/ops/x/b/c.md) d (/ops/e) https://x.test/ f h (mailto:i@j.test)");
    assertThat(MarkdownText.plain("[a](b.md)")).isEqualTo("a (b.md)");
  }

  @Test
  void columnsOfTablesAreAligned() {
    assertThat(lines("| l | right | 中文 |\n|:--|--:|---|\n| long one | 1 | x |\n"))
        .containsExactly("l         right  中文", "────────  ─────  ────", "long one      1  x");
  }

  @Test
  void linesAreBrokenBetweenWords() {
    assertThat(MarkdownText.lines("one two three four five six", Optional.empty(), 16, true))
        .containsExactly("one two three", "four five six");
    assertThat(MarkdownText.lines("- one two three four", Optional.empty(), 18, false))
        .containsExactly("- one two three", "  four");
  }

  @Test
  void programTextsKeepTheirLinesAndHtmlLosesItsTags() {
    assertThat(lines("```sh\na  b\n| x |\n|---|\n```\n"))
        .containsExactly("    a  b", "    | x |", "    |---|");
    assertThat(lines("<div>\n<b>hi</b> <!-- not --> you\n</div>"))
        .containsExactly("hi  you".replace("  ", " "));
    assertThat(lines("a<br>b")).containsExactly("a", "b");
  }

  @Test
  void quotesAndRulesAreSeen() {
    assertThat(lines("> a\n> b\n\n---\n")).containsExactly("│ a b", "", "─".repeat(24));
  }

  @Test
  void nothingInADescriptionIsObeyedByATerminal() {
    List<String> lines =
        lines(
            "\u001b[2Jx\u202e [a\u0007](b\u001b[0m) `\u001b` \n\n    \u001b[1m\n\n| \u0007 |\n|--|\n");
    assertThat(lines).allSatisfy(line -> assertThat(line).isEqualTo(DisplayText.safe(line)));
  }

  @Test
  void hugeAndDeepTextsTakeNeitherTimeNorStack() {
    assertThat(lines("> ".repeat(20_000) + "x")).isNotEmpty();
    assertThat(lines("[".repeat(20_000))).isNotEmpty();
    assertThat(lines("*a ".repeat(20_000))).isNotEmpty();
    assertThat(lines("x ".repeat(200_000)).getLast()).isEqualTo("...");
    assertThat(lines("")).isEmpty();
  }

  private static List<String> lines(String markdown) {
    return MarkdownText.lines(markdown, Optional.of(Path.of("/ops/x")), 100, true);
  }
}
