package waybill.dialects.opspec.show;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/**
 * Descriptions, which are CommonMark with tables, as text that a person can read: none of the
 * markup is left, links show where they lead, tables are aligned. Whatever the text holds, the
 * lines are safe to show.
 */
public final class MarkdownText {
  /** A description is a page, not a book. */
  private static final int MOST_CHARACTERS = 64 << 10;

  private static final int COLUMNS = 100;
  private static final Pattern RULE_OF_A_TABLE =
      Pattern.compile(" {0,3}\\|?[ \\t]*:?-+:?[ \\t]*(\\|[ \\t]*:?-+:?[ \\t]*)*\\|?[ \\t]*");

  private MarkdownText() {}

  /** The lines of a description that stands alone: paths in it stay as they are written. */
  public static String plain(String markdown) {
    return String.join("\n", lines(markdown, Optional.empty(), COLUMNS, true));
  }

  /**
   * The lines.
   *
   * @param opFolder absolute; relative and absolute paths in links begin here
   * @param columns where lines are broken; a table or a program text may be wider
   * @param unicode whether signs beyond ASCII may be added
   */
  public static List<String> lines(
      String markdown, Optional<Path> opFolder, int columns, boolean unicode) {
    String text =
        markdown.length() > MOST_CHARACTERS ? markdown.substring(0, MOST_CHARACTERS) : markdown;
    var parser =
        Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
            .maxOpenBlockParsers(100)
            .build();
    var lines = new MarkdownLines(opFolder, columns, unicode).of(parser.parse(prepared(text)));
    return markdown.length() > MOST_CHARACTERS ? withMark(lines) : lines;
  }

  private static List<String> withMark(List<String> lines) {
    var all = new ArrayList<>(lines);
    all.add("...");
    return all;
  }

  /**
   * An empty line before each table: right behind a list, where people write them too, CommonMark
   * takes its lines for words of the list.
   */
  private static String prepared(String markdown) {
    List<String> lines = markdown.lines().toList();
    var prepared = new StringBuilder(markdown.length() + 16);
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      fenced ^= line.stripLeading().startsWith("```") || line.stripLeading().startsWith("~~~");
      boolean table =
          !fenced
              && line.contains("|")
              && i + 1 < lines.size()
              && lines.get(i + 1).contains("|")
              && RULE_OF_A_TABLE.matcher(lines.get(i + 1)).matches();
      if (table && i > 0 && !lines.get(i - 1).isBlank()) {
        prepared.append('\n');
      }
      prepared.append(line).append('\n');
    }
    return prepared.toString();
  }
}
