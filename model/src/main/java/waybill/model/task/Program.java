package waybill.model.task;

import java.util.List;
import java.util.SequencedMap;

/**
 * What is executed.
 *
 * @param name executed as it is when it holds a {@code /}, else searched in the {@code PATH} of
 *     {@code environment}, and taken as relative to {@code directory} when not found there
 * @param arguments without the program's own name
 * @param environment the whole environment, in the order in which it is passed
 * @param directory absolute, inside the root
 * @param user id inside the sandbox, 0 to 2^32-2
 * @param group id inside the sandbox, 0 to 2^32-2
 */
public record Program(
    String name,
    List<String> arguments,
    SequencedMap<String, String> environment,
    String directory,
    long user,
    long group) {

  public Program {
    arguments = List.copyOf(arguments);
  }
}
