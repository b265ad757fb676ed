package waybill.dialects.opspec.show;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import waybill.cli.DisplayText;

/** The blocks of a document as lines. For one document. */
final class MarkdownLines {
  private static final int NARROWEST = 16;
  private static final int RULE = 24;

  private final MarkdownWords words;
  private final int columns;
  private final boolean unicode;

  MarkdownLines(Optional<Path> opFolder, int columns, boolean unicode) {
    this.words = new MarkdownWords(opFolder);
    this.columns = columns;
    this.unicode = unicode;
  }

  List<String> of(Node document) {
    List<String> lines = blocks(document, columns, true);
    while (!lines.isEmpty() && lines.getLast().isBlank()) {
      lines.removeLast();
    }
    return lines;
  }

  /** The blocks within one; with an empty line between them if they stand apart. */
  private List<String> blocks(Node parent, int width, boolean apart) {
    var lines = new ArrayList<String>();
    Node next = parent.getFirstChild();
    while (next != null) {
      List<String> block = block(next, Math.max(NARROWEST, width));
      if (apart && !lines.isEmpty() && !block.isEmpty()) {
        lines.add("");
      }
      lines.addAll(block);
      next = next.getNext();
    }
    return lines;
  }

  private List<String> block(Node node, int width) {
    return switch (node) {
      case Heading _, Paragraph _ -> wrapped(words.of(node), width);
      case BlockQuote _ -> indented(blocks(node, width - 2, true), unicode ? "│ " : "  ");
      case BulletList list -> list(list, width);
      case OrderedList list -> list(list, width);
      case FencedCodeBlock code -> indented(literal(code.getLiteral()), "    ");
      case IndentedCodeBlock code -> indented(literal(code.getLiteral()), "    ");
      case HtmlBlock html -> wrapped(MarkdownWords.withoutTags(html.getLiteral()), width);
      case ThematicBreak _ -> List.of((unicode ? "─" : "-").repeat(Math.min(RULE, width)));
      case TableBlock table -> new MarkdownTable(words, unicode).lines(table);
      case LinkReferenceDefinition _ -> List.of();
      default -> blocks(node, width, true); // blocks of extensions that are not used
    };
  }

  private static List<String> literal(String text) {
    var lines = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      lines.add(DisplayText.safe(line.replace("\t", "    ")));
    }
    return lines;
  }

  private static List<String> indented(List<String> lines, String indent) {
    var indented = new ArrayList<String>();
    for (String line : lines) {
      indented.add((indent + line).stripTrailing());
    }
    return indented;
  }

  private List<String> list(ListBlock list, int width) {
    var lines = new ArrayList<String>();
    long number = 1;
    if (list instanceof OrderedList ordered) {
      Integer start = ordered.getMarkerStartNumber();
      number = start == null ? 1 : start;
    }
    Node item = list.getFirstChild();
    while (item != null) {
      String mark = list instanceof OrderedList ? number + ". " : unicode ? "• " : "- ";
      String indent = " ".repeat(mark.length());
      List<String> inside = blocks(item, width - mark.length(), !list.isTight());
      if (inside.isEmpty()) {
        lines.add(mark.stripTrailing());
      }
      for (int i = 0; i < inside.size(); i++) {
        lines.add(((i == 0 ? mark : indent) + inside.get(i)).stripTrailing());
      }
      number++;
      item = item.getNext();
    }
    return lines;
  }

  /** Lines of whole words; a word that is too long has a line of its own. */
  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    for (String part : text.split("\n", -1)) {
      var line = new StringBuilder();
      int used = 0;
      for (String word : part.split(" +", -1)) {
        String safe = DisplayText.safe(word);
        int needed = DisplayText.width(safe);
        if (used > 0 && used + 1 + needed > width) {
          lines.add(line.toString());
          line.setLength(0);
          used = 0;
        }
        line.append(used > 0 ? " " : "").append(safe);
        used += (used > 0 ? 1 : 0) + needed;
      }
      if (used > 0) {
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
