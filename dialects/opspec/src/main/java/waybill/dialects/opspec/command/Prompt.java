package waybill.dialects.opspec.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waybill.cli.DisplayText;
import waybill.cli.Invocation;
import waybill.dialects.opspec.show.MarkdownText;
import waybill.dialects.opspec.written.WrittenParameter;

/** Asks the person at the terminal for the value of an input. */
final class Prompt {
  private static final int MOST_BYTES = 1 << 20;

  private final Invocation invocation;

  Prompt(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Whether there is anybody to ask. */
  boolean isPossible() {
    return invocation.terminal().inIsTerminal() && invocation.terminal().errIsTerminal();
  }

  /** What was typed, without the line's end; empty when the input ended instead. */
  Optional<String> ask(WrittenParameter input) {
    var text = new StringBuilder("-\n");
    text.append("  Please provide '").append(DisplayText.safe(input.name())).append("'.\n");
    if (input.description().isPresent()) {
      String description = MarkdownText.plain(input.description().get());
      text.append("  Description: ").append(description.strip().replace("\n", "\n    "));
      text.append('\n');
    }
    text.append("-\n");
    return input.secret() ? unseen(text.toString()) : seen(text.toString());
  }

  private Optional<String> seen(String question) {
    invocation.err().print(question);
    invocation.err().flush();
    return line();
  }

  /** Hidden before anybody is asked: people type ahead. The end of the line is not seen either. */
  private Optional<String> unseen(String question) {
    boolean hidden = invocation.terminal().echo(false);
    try {
      return seen(question);
    } finally {
      if (hidden) {
        boolean _ = invocation.terminal().echo(true);
        invocation.err().print("\n");
        invocation.err().flush();
      }
    }
  }

  private Optional<String> line() {
    var line = new ByteArrayOutputStream();
    try {
      int next = invocation.in().read();
      if (next < 0) {
        return Optional.empty();
      }
      while (next >= 0 && next != '\n' && line.size() < MOST_BYTES) {
        line.write(next);
        next = invocation.in().read();
      }
    } catch (IOException gone) {
      return Optional.empty();
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
