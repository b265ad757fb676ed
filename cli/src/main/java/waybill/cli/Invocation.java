package waybill.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One call of a command, with all that a process would give it.
 *
 * @param arguments without the command's own name
 * @param in standard input
 * @param out standard output, which is the job's; flushed by whoever writes
 * @param err standard error, which is ours
 * @param environment the caller's variables
 * @param directory the caller's working directory, absolute
 * @param terminal what is known of the caller's terminal
 * @param interrupts how the caller asks for the end
 */
public record Invocation(
    List<String> arguments,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    Interrupts interrupts) {

  /** The same call with other arguments, for a command within a command. */
  public Invocation withArguments(List<String> others) {
    return new Invocation(others, in, out, err, environment, directory, terminal, interrupts);
  }
}
