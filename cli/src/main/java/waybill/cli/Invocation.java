package waybill.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One call of a command, with everything of the process that it may use: commands never touch
 * {@code System.in}, {@code System.out}, the process's environment or its directory, so that tests
 * call them like functions and a process that is already warm can serve them.
 *
 * @param arguments after the command's own name
 * @param out the job's and the answers', never our remarks
 * @param err ours
 * @param environment of the caller
 * @param directory of the caller, absolute; relative paths of arguments and specs begin here
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

  public Invocation {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The same call with other arguments, for a command that hands over to another. */
  public Invocation withArguments(List<String> other) {
    return new Invocation(other, in, out, err, environment, directory, terminal, interrupts);
  }
}
