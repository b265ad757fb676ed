package waybill.agent.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.cli.Terminal;

/**
 * What a command is called with, as far as it does not change.
 *
 * @param program which one
 * @param directory of the caller, absolute
 */
public record Request(
    String program,
    List<String> arguments,
    Map<String, String> environment,
    String directory,
    Screen screen) {

  /** What is known of the terminal; its size is asked for when somebody draws. */
  public record Screen(boolean in, boolean out, boolean err, boolean colours, boolean unicode) {

    public static Screen of(Terminal terminal) {
      return new Screen(
          terminal.inIsTerminal(),
          terminal.outIsTerminal(),
          terminal.errIsTerminal(),
          terminal.colours(),
          terminal.unicode());
    }
  }

  /** As a frame holds it. */
  public Content content() {
    var content = new Content().text(program).text(directory).number(arguments.size());
    for (String argument : arguments) {
      content.text(argument);
    }
    content.number(environment.size());
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      content.text(variable.getKey()).text(variable.getValue());
    }
    return content
        .flag(screen.in())
        .flag(screen.out())
        .flag(screen.err())
        .flag(screen.colours())
        .flag(screen.unicode());
  }

  /** Reads one that came. */
  public static Request of(Frame frame) throws IOException {
    String program = frame.text();
    String directory = frame.text();
    var arguments = new ArrayList<String>();
    for (int left = frame.count(); left > 0; left--) {
      arguments.add(frame.text());
    }
    var environment = new HashMap<String, String>();
    for (int left = frame.count(); left > 0; left--) {
      environment.put(frame.text(), frame.text());
    }
    return new Request(
        program,
        arguments,
        environment,
        directory,
        new Screen(frame.flag(), frame.flag(), frame.flag(), frame.flag(), frame.flag()));
  }
}
