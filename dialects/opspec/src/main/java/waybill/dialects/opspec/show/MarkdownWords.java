package waybill.dialects.opspec.show;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The words within a block of a document; a line end in them is one that its author wanted. */
final class MarkdownWords {
  private final Optional<Path> opFolder;

  MarkdownWords(Optional<Path> opFolder) {
    this.opFolder = opFolder;
  }

  String of(Node block) {
    var text = new StringBuilder();
    inside(block, text);
    return text.toString();
  }

  private void inside(Node node, StringBuilder text) {
    Node next = node.getFirstChild();
    while (next != null) {
      word(next, text);
      next = next.getNext();
    }
  }

  private void word(Node node, StringBuilder text) {
    switch (node) {
      case Text plain -> text.append(plain.getLiteral());
      case Code code -> text.append(code.getLiteral());
      case SoftLineBreak _ -> text.append(' ');
      case HardLineBreak _ -> text.append('\n');
      case HtmlInline html -> text.append(html.getLiteral().startsWith("<br") ? "\n" : "");
      case Image image -> image(image, text);
      case Link link -> link(link, text);
      case Strikethrough _ -> {
        // Without the stroke it would say the opposite of what it means.
        text.append("(struck out: ");
        inside(node, text);
        text.append(')');
      }
      default -> inside(node, text); // emphasis is not shown
    }
  }

  private void image(Image image, StringBuilder text) {
    int before = text.length();
    inside(image, text);
    if (text.length() == before) {
      text.append(target(image.getDestination()));
    }
  }

  private void link(Link link, StringBuilder text) {
    int before = text.length();
    inside(link, text);
    String target = target(link.getDestination());
    String shown = text.substring(before);
    boolean same = target.equals(shown) || target.equals("mailto:" + shown);
    if (!same && !target.isEmpty()) {
      text.append(shown.isEmpty() ? "" : " (").append(target).append(shown.isEmpty() ? "" : ")");
    }
  }

  /** Where a link leads: an address, or a path from the op's root; a place in the text is none. */
  private String target(String destination) {
    if (destination.isEmpty() || destination.startsWith("#")) {
      return "";
    }
    if (opFolder.isEmpty() || hasScheme(destination) || destination.startsWith("//")) {
      return destination;
    }
    int from = destination.startsWith("/") ? 1 : 0;
    try {
      return opFolder.get().resolve(destination.substring(from)).normalize().toString();
    } catch (InvalidPathException e) {
      return destination;
    }
  }

  private static boolean hasScheme(String destination) {
    int colon = destination.indexOf(':');
    int slash = destination.indexOf('/');
    return colon > 0 && (slash < 0 || colon < slash);
  }

  /** The words of a piece of HTML. */
  static String withoutTags(String html) {
    var text = new StringBuilder();
    boolean tag = false;
    int comments = html.indexOf("<!--");
    String rest = comments < 0 ? html : withoutComments(html);
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '<') {
        tag = true;
      } else if (c == '>' && tag) {
        tag = false;
      } else if (!tag) {
        text.append(c == '\n' ? ' ' : c);
      }
    }
    return text.toString().strip();
  }

  private static String withoutComments(String html) {
    var text = new StringBuilder();
    int from = 0;
    int open = html.indexOf("<!--");
    while (open >= 0) {
      text.append(html, from, open);
      int close = html.indexOf("-->", open);
      from = close < 0 ? html.length() : close + 3;
      open = html.indexOf("<!--", from);
    }
    return text.append(html.substring(from)).toString();
  }
}
